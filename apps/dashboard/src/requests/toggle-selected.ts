/**
 * The selection once a row was chosen: the row itself is in or out, or, with Shift, all rows from the one that
 * was chosen last are in.
 */
export function toggleSelected(
  selected: ReadonlySet<string>,
  ids: readonly string[],
  id: string,
  /** The row that was chosen last; null where Shift is up. */
  from: string | null,
): Set<string> {
  const next = new Set(selected);
  const [first, last] = [from === null ? -1 : ids.indexOf(from), ids.indexOf(id)];
  if (first !== -1 && last !== -1) {
    for (const one of ids.slice(Math.min(first, last), Math.max(first, last) + 1)) next.add(one);
  } else if (!next.delete(id)) next.add(id);
  return next;
}
