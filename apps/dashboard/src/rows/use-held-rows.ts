import { useMemo, useState, type FocusEvent } from "react";
import { useShown } from "../live/index.ts";
import { holdOrder, type Held } from "./held-order.ts";

/** For the element around the rows, or each for its own where a head is to be left out. */
export interface Holders {
  readonly pointer: {
    readonly onPointerEnter: () => void;
    readonly onPointerLeave: () => void;
  };
  readonly focus: {
    readonly onFocus: (event: FocusEvent) => void;
    readonly onBlur: (event: FocusEvent) => void;
  };
}

export interface HeldRows<T> extends Held<T> {
  readonly holders: Holders;
  /** Both of them, for one element. */
  readonly holder: Holders["pointer"] & Holders["focus"];
  readonly isHeld: boolean;
  /** Shows what waits, though the pointer is still there. */
  readonly release: () => void;
}

export interface HeldRowsOptions<T> {
  /** What the list is made by: under another filter or order it is made anew, and held as it then is. */
  readonly view?: string;
  /** By their keys, where more rows are known than the list has: one that left it is kept up to date. */
  readonly known?: ReadonlyMap<string, T>;
}

interface Holding {
  readonly isPointed: boolean;
  readonly focused: Element | null;
}

/**
 * Rows that never move under the pointer: while one is hovered or focused the order stands still. Those of
 * the past move only when a person goes to another moment, and then they have to, as on the way back to now.
 */
export function useHeldRows<T>(
  fresh: readonly T[],
  keyOf: (row: T) => string,
  { view = "", known }: HeldRowsOptions<T> = {},
): HeldRows<T> {
  const [held, setHeld] = useState<{ list: string; rows: readonly T[] } | null>(null);
  const [by, setBy] = useState<Holding>({ isPointed: false, focused: null });
  const moment = useShown(({ past }) => (past === null ? "now" : String(past.at)));
  const isPast = moment !== "now";
  const list = `${moment} ${view}`;
  if (held !== null && held.list !== list) setHeld({ list, rows: fresh });
  const shown = useMemo(
    () =>
      held === null || isPast || held.list !== list
        ? { rows: fresh, newCount: 0 }
        : holdOrder(held.rows, fresh, keyOf, known),
    [held, isPast, list, fresh, keyOf, known],
  );
  // What was let in below is held as well.
  if (held !== null && held.list === list && !isPast && shown.rows.length > held.rows.length) {
    setHeld({ list, rows: shown.rows });
  }
  const hold = (part: Partial<Holding>) => {
    const next = { ...by, ...part };
    setBy(next);
    if (isHolding(next)) setHeld((now) => now ?? { list, rows: fresh });
    else setHeld(null);
  };
  const pointer: Holders["pointer"] = {
    onPointerEnter: () => hold({ isPointed: true }),
    onPointerLeave: () => hold({ isPointed: false }),
  };
  const focus: Holders["focus"] = {
    onFocus: ({ target }) => hold({ focused: target.closest("thead") === null ? target : null }),
    onBlur: ({ currentTarget, relatedTarget }) => {
      const isInside = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
      if (!isInside) hold({ focused: null });
    },
  };
  return {
    ...shown,
    holders: { pointer, focus },
    holder: { ...pointer, ...focus },
    isHeld: held !== null,
    release: () => setHeld(isHolding(by) ? { list, rows: fresh } : null),
  };
}

/** An element that had the focus and is gone says no goodbye. */
function isHolding({ isPointed, focused }: Holding): boolean {
  return isPointed || (focused !== null && focused === document.activeElement);
}
