/**
 * How many each has to give up where all together have more than they may: those with the most down to
 * what the next one has, and so on, so that nobody loses by what another one keeps. One of each stays.
 */
export function excessOf(counts: ReadonlyMap<string, number>, max: number): Map<string, number> {
  let room = max;
  let left = counts.size;
  let cap = Number.POSITIVE_INFINITY;
  for (const count of [...counts.values()].toSorted((a, b) => a - b)) {
    const share = Math.floor(room / left);
    if (count > share) {
      cap = Math.max(1, share);
      break;
    }
    room -= count;
    left -= 1;
  }
  return new Map(
    [...counts].flatMap(([key, count]) => (count > cap ? [[key, count - cap] as const] : [])),
  );
}
