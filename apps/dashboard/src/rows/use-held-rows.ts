import { useMemo, useState, type FocusEvent } from "react";
import { useShown } from "../live/index.ts";
import { holdOrder, type Held } from "./held-order.ts";

export interface HeldRows<T> extends Held<T> {
  /** For the element around the rows. */
  readonly holder: {
    readonly onPointerEnter: () => void;
    readonly onPointerLeave: () => void;
    readonly onFocus: () => void;
    readonly onBlur: (event: FocusEvent) => void;
  };
  readonly isHeld: boolean;
  /** Shows what waits, though the pointer is still there. */
  readonly release: () => void;
}

/**
 * Rows that never move under the pointer: while one is hovered or focused the order stands still. Those of
 * the past move only when a person goes to another moment, and then they have to.
 */
export function useHeldRows<T>(
  fresh: readonly T[],
  keyOf: (row: T) => string,
  /** The order they are in: where a person chose another, it is that one which is held. */
  view = "",
): HeldRows<T> {
  const [held, setHeld] = useState<{ view: string; rows: readonly T[] } | null>(null);
  const isPast = useShown(({ past }) => past !== null);
  // Rows that are not there yet can't be held: what comes is shown.
  if (held !== null && held.view !== view) {
    setHeld(fresh.length === 0 ? null : { view, rows: fresh });
  }
  const shown = useMemo(
    () =>
      held === null || isPast ? { rows: fresh, newCount: 0 } : holdOrder(held.rows, fresh, keyOf),
    [held, isPast, fresh, keyOf],
  );
  // What was let in below is held as well.
  if (held !== null && held.view === view && !isPast && shown.rows.length > held.rows.length) {
    setHeld({ view, rows: shown.rows });
  }
  const hold = () => setHeld((now) => now ?? { view, rows: fresh });
  const letGo = () => setHeld(null);
  return {
    ...shown,
    holder: {
      onPointerEnter: hold,
      onPointerLeave: letGo,
      onFocus: hold,
      onBlur: ({ currentTarget, relatedTarget }) => {
        const isInside = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
        if (!isInside) letGo();
      },
    },
    isHeld: held !== null,
    release: () => setHeld({ view, rows: fresh }),
  };
}
