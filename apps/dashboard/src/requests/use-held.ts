import { useState } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { shownRows } from "./held-rows.ts";
import type { HeldRows, ShownRows } from "./held-rows.ts";

export interface Held extends ShownRows {
  readonly hold: (by: "pointer" | "focus", isHeld: boolean) => void;
  /** Lets in what waits, and holds the list as it is then. */
  readonly letIn: () => void;
}

/**
 * Holds the order of the rows while a person points at them or has the focus among them. Those of the past
 * move only when a person goes to another moment, and then they have to.
 */
export function useHeld(
  view: string,
  current: readonly RequestRow[],
  known: ReadonlyMap<string, RequestRow>,
  isPast: boolean,
): Held {
  const [held, setHeld] = useState<HeldRows | null>(null);
  const [holders, setHolders] = useState<readonly string[]>([]);
  const shown = shownRows(isPast ? null : held, view, current, known);
  // Under another filter or order the list is made anew, and held as it then is.
  if (held !== null && held.view !== view) setHeld({ view, rows: current });
  // What was let in below is held as well.
  else if (held !== null && shown.rows.length > held.rows.length && !isPast) {
    setHeld({ view, rows: shown.rows });
  }
  return {
    ...shown,
    hold: (by, isHeld) => {
      const others = holders.filter((one) => one !== by);
      const next = isHeld ? [...others, by] : others;
      setHolders(next);
      if (next.length === 0) setHeld(null);
      else if (holders.length === 0) setHeld({ view, rows: shown.rows });
    },
    letIn: () => setHeld(holders.length === 0 ? null : { view, rows: current }),
  };
}
