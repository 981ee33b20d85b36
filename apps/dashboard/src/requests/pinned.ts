import { writeIds } from "../app/id-list.ts";
import { mostPinned } from "../app/search.ts";

/** What the address names as pinned, with one more or one less; undefined where none is left. */
export function togglePinned(ids: readonly string[], id: string): string | undefined {
  const next = ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];
  // Where there is no more room the oldest goes.
  return writeIds(next.slice(-mostPinned));
}

/** Pinned ones on top, in the order in which they were pinned. */
export function pinnedFirst<T extends { readonly id: string }>(
  rows: readonly T[],
  pinned: readonly T[],
): readonly T[] {
  if (pinned.length === 0) return rows;
  const ids = new Set(pinned.map(({ id }) => id));
  return [...pinned, ...rows.filter(({ id }) => !ids.has(id))];
}
