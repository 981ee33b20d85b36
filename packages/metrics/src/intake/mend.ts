import { isEpochMs, MAX_AMOUNT } from "./amount.ts";
import type { Tally } from "./tally.ts";

/**
 * Brings a stored amount into 0 … MAX_AMOUNT, `fallback` standing in for what is no amount. Counted
 * where one was given.
 */
export function mend(
  values: Float64Array,
  at: number,
  fallback: number,
  given: boolean,
  tally: Tally,
): void {
  const value = values[at] ?? 0;
  if (value >= 0 && value <= MAX_AMOUNT) return;
  values[at] = value > MAX_AMOUNT ? MAX_AMOUNT : fallback;
  if (given) tally.rejected += 1;
}

/** The same for a whole number that has to be given; a fraction is cut off. */
export function mendWhole(values: Float64Array, at: number, tally: Tally): void {
  mend(values, at, 0, true, tally);
  values[at] = Math.floor(values[at] ?? 0);
}

/** Puts the time now where a stored one is none; counted where one was given. */
export function mendEpoch(
  times: Float64Array,
  at: number,
  now: Float64Array,
  given: boolean,
  tally: Tally,
): void {
  if (isEpochMs(times[at])) return;
  times[at] = now[0] ?? 0;
  if (given) tally.rejected += 1;
}
