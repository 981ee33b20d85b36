import { useSearch } from "@tanstack/react-router";
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
} from "react";
import { useShown } from "../live/index.ts";
import { holdOrder, type Held } from "./held-order.ts";

/** For the element around the rows, or each for its own where a head is to be left out. */
export interface Holders {
  readonly pointer: {
    readonly onPointerEnter: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerLeave: () => void;
  };
  readonly focus: {
    readonly onFocus: (event: FocusEvent) => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
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
  /** What the list is made by beside the address: where it is another, the list is made anew. */
  readonly view?: string;
  /** By their keys, where more rows are known than the list has: one that left it is kept up to date. */
  readonly known?: ReadonlyMap<string, T>;
}

/** Who holds a list: the element that the pointer is on, and the one that has the focus. */
interface Holding {
  pointed: { readonly element: Element; readonly isMouse: boolean } | null;
  focused: Element | null;
}

/**
 * Rows that never move under the pointer: while one is hovered or focused the order stands still. Where a person
 * goes to another filter, order or moment they have to, and stand still again once the pointer moves among them.
 */
export function useHeldRows<T>(
  fresh: readonly T[],
  keyOf: (row: T) => string,
  { view = "", known }: HeldRowsOptions<T> = {},
): HeldRows<T> {
  const [held, setHeld] = useState<{ list: string; rows: readonly T[] } | null>(null);
  const by = useRef<Holding>({ pointed: null, focused: null });
  const isPast = useShown(({ past }) => past !== null);
  const list = useListName(view);
  if (held !== null && held.list !== list) setHeld(null);
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
  useEffect(() => {
    if (held !== null && !isHolding(by.current)) setHeld(null);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- Looked at each time that rows come.
  }, [held, fresh]);
  const hold = () => setHeld((now) => (now?.list === list ? now : { list, rows: fresh }));
  const letGo = () => {
    if (!isHolding(by.current)) setHeld(null);
  };
  const point = ({ currentTarget, pointerType }: PointerEvent) => {
    by.current.pointed = { element: currentTarget, isMouse: pointerType === "mouse" };
    if (held === null) hold();
  };
  const pointer: Holders["pointer"] = {
    onPointerEnter: point,
    onPointerMove: point,
    onPointerLeave: () => {
      by.current.pointed = null;
      letGo();
    },
  };
  const attend = (target: Element) => {
    // What is done at a head sorts, and is no look at the rows.
    if (held === null && target.closest("thead") !== null) return;
    by.current.focused = target;
    if (isHolding(by.current)) hold();
  };
  const focus: Holders["focus"] = {
    onFocus: ({ target }) => attend(target),
    // Where a click had left the focus, keys go on from.
    onKeyDown: ({ target }) => {
      if (target instanceof Element) attend(target);
    },
    onBlur: ({ currentTarget, relatedTarget }) => {
      if (relatedTarget instanceof Node && currentTarget.contains(relatedTarget)) return;
      by.current.focused = null;
      letGo();
    },
  };
  return {
    ...shown,
    holders: { pointer, focus },
    holder: { ...pointer, ...focus },
    isHeld: held !== null,
    release: () => setHeld(isHolding(by.current) ? { list, rows: fresh } : null),
  };
}

/** The moment, the window, the filters and the order that stand in the address, and what else a list is made by. */
function useListName(view: string): string {
  const moment = useShown(({ past }) => (past === null ? "now" : String(past.at)));
  const asked = useSearch({ strict: false, select: askedIn });
  return [moment, asked, view].join(" ");
}

/** What is open or chosen makes no other list. */
const besideLists: ReadonlySet<string> = new Set(["row", "request", "evidence", "selected"]);

function askedIn(search: object): string {
  return JSON.stringify(search, (name, value: unknown) =>
    besideLists.has(name) ? undefined : value,
  );
}

/**
 * An element that is gone says no goodbye; of a finger none is told while it rests. A focus that a click left behind
 * is shown by nothing, and holds nothing.
 */
function isHolding({ pointed, focused }: Holding): boolean {
  if (focused !== null && focused === document.activeElement && focused.matches(":focus-visible")) {
    return true;
  }
  if (pointed?.element.isConnected !== true) return false;
  return !pointed.isMouse || pointed.element.matches(":hover");
}
