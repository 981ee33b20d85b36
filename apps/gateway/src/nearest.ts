/** The edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const longestCompared = 64;

/** The candidate that a reader most likely meant, or null where none is close (Damerau-Levenshtein). */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  if (word.length > longestCompared) return null;
  const typed = word.toLowerCase();
  let best: string | null = null;
  let fewest = Infinity;
  for (const candidate of candidates) {
    const name = candidate.toLowerCase();
    // A name that was only begun is as good as one with one letter wrong.
    const begun = typed.length > 2 && name.startsWith(typed) ? 1 : Infinity;
    const edits = Math.min(begun, distance(typed, name));
    if (edits < fewest && edits <= Math.max(2, Math.floor(candidate.length / 3))) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}
