/** Rows that a list got since it is held. */
export interface Arrivals<T> {
  /** Those that come after all held ones: they are shown, for none of them moves by it. */
  readonly below: readonly T[];
  /** How many belong before a held one, or among them, and wait. */
  readonly waiting: number;
}

/** What of a list is not among the rows that it is held with. A list that was held empty holds nothing back. */
export function arrivalsOf<T>(
  held: ReadonlySet<string>,
  current: readonly T[],
  keyOf: (row: T) => string,
): Arrivals<T> {
  if (held.size === 0) return { below: current, waiting: 0 };
  const last = current.findLastIndex((row) => held.has(keyOf(row)));
  const isNew = (row: T): boolean => !held.has(keyOf(row));
  // Where none of the held ones is left, nothing tells where they were.
  if (last === -1) return { below: [], waiting: current.length };
  return { below: current.slice(last + 1), waiting: current.slice(0, last).filter(isNew).length };
}
