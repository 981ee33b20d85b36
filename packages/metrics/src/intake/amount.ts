import type { Tally } from "./tally.ts";

/** Largest amount taken, 1e12: 31 years in milliseconds. What is above is clamped and counted. */
export const MAX_AMOUNT = 1e12;

/** Stands for "not given" where only numbers can be stored. */
export const ABSENT: number = Number.NaN;

/** A finite number in 0 … MAX_AMOUNT; anything else is 0 or the bound, and counted. */
export function amount(value: unknown, tally: Tally): number {
  if (typeof value === "number" && value >= 0 && value <= MAX_AMOUNT) return value;
  tally.rejected += 1;
  return typeof value === "number" && value > MAX_AMOUNT ? MAX_AMOUNT : 0;
}

/** Largest epoch time taken, 2^32 s (the year 2106): rollups number seconds in 32 bits. */
const MAX_EPOCH_MS: number = (2 ** 32 - 2) * 1000;

/** Whether a value can be a time: epoch milliseconds from 1970 to 2106. */
export function isEpochMs(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= MAX_EPOCH_MS;
}

/** An epoch time, `fallback` where none is given, and the same and counted where it is bad. */
export function epochMs(value: unknown, fallback: number, tally: Tally): number {
  if (isEpochMs(value)) return value;
  if (value !== undefined) tally.rejected += 1;
  return fallback;
}

/** How many to count: a whole number ≥ 0, 1 if left out; a bad one counts nothing and is counted. */
export function times(value: unknown, tally: Tally): number {
  return value === undefined ? 1 : Math.floor(amount(value, tally));
}
