import { arrivalsOf } from "./arrivals.ts";

/** Rows as they are shown while the pointer or the focus is on them. */
export interface Held<T> {
  readonly rows: readonly T[];
  /** Rows that came since and wait: those that belong below all others don't. */
  readonly newCount: number;
}

/**
 * The rows in the order they had when it was held, each as `known` has it now. A row that is gone keeps its
 * last state, so that nothing moves under the pointer; rows that came since are only counted, but for those that
 * follow all of them.
 */
export function holdOrder<T>(
  held: readonly T[],
  fresh: readonly T[],
  keyOf: (row: T) => string,
  /** By their keys, where more of them are known than the list has now. */
  known: ReadonlyMap<string, T> = new Map(fresh.map((row) => [keyOf(row), row])),
): Held<T> {
  const rows = held.map((row) => known.get(keyOf(row)) ?? row);
  const { below, waiting } = arrivalsOf(new Set(held.map(keyOf)), fresh, keyOf);
  return { rows: [...rows, ...below], newCount: waiting };
}
