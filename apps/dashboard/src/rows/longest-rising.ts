/** Of a list of distinct numbers, the longest part that rises, in its order; of several as long, one of them. */
export function longestRising(numbers: readonly number[]): ReadonlySet<number> {
  /** For each length, the smallest number that a rising part of it ends with. */
  const ends: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const number of numbers) {
    const found = ends.findIndex((end) => end >= number);
    const length = found === -1 ? ends.length : found;
    before.set(number, ends[length - 1]);
    ends[length] = number;
  }
  const rising = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = before.get(at)) rising.add(at);
  return rising;
}
