/** More than this would leave no room for the rest, and no address can hold them for ever. */
export const mostPinned = 20;

/** What an id may be made of: anything else in an address was put there by hand. */
const idPattern = /^[\w.:@/+=-]{1,128}$/;

/** The ids that the address names, with commas between. An id has none in it. */
export function pinnedIds(pinned: string | undefined): string[] {
  const ids = (pinned ?? "").split(",").filter((id) => idPattern.test(id));
  return [...new Set(ids)].slice(0, mostPinned);
}

/** The same with one more or one less; undefined where none is left. */
export function togglePinned(ids: readonly string[], id: string): string | undefined {
  const next = ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];
  // Where there is no more room the oldest goes.
  return next.length === 0 ? undefined : next.slice(-mostPinned).join(",");
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
