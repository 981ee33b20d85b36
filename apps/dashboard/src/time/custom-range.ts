import { fromLocalField } from "./moment-text.ts";
import { formatWindow, isWindowTooLong } from "./time-window.ts";

/** A stretch of the past as the address tells it: its end, and how long it is. */
export interface PastRange {
  readonly at: number;
  readonly window: string;
}

export type CustomRange =
  | { readonly range: PastRange; readonly problem: null }
  | { readonly range: null; readonly problem: string; readonly field: "from" | "to" };

const second = 1_000;

/** What two fields for date and time ask for, or what is wrong with them, and in which. */
export function readCustomRange(fromField: string, toField: string, now: number): CustomRange {
  const from = fromLocalField(fromField);
  const to = fromLocalField(toField);
  if (from === null) return wrong("from", "From needs a date and a time.");
  if (to === null) return wrong("to", "To needs a date and a time.");
  if (to > now) return wrong("to", "To lies in the future: the past ends now.");
  if (from > to) return wrong("from", "From lies after To: exchange them.");
  if (to - from < second)
    return wrong("from", "From and To are the same: leave at least a second.");
  if (isWindowTooLong(to - from)) return wrong("from", "A window is 366 days long at most.");
  return { range: rangeOf(from, to), problem: null };
}

/** From one moment to another as the address tells it: to the second, and a second long at least. */
export function rangeOf(from: number, to: number): PastRange {
  return { at: Math.round(to), window: formatWindow(to - from) };
}

function wrong(field: "from" | "to", problem: string): CustomRange {
  return { range: null, problem, field };
}
