/** How a row looks that the keyboard is at. */
export const cursorLook = "bg-raised shadow-[inset_2px_0_0_var(--ok)]";

/** The id of a row's element: no key makes it one that can't be named. */
export function rowId(list: string, key: string): string {
  return `${list}-${encodeURIComponent(key)}`;
}

/** The row that the keyboard is at, where it is one of these: a page may have several lists. */
export function ownActive<T>(
  rows: readonly T[],
  idOf: (row: T) => string,
  active: string | undefined,
): string | undefined {
  return rows.some((row) => idOf(row) === active) ? active : undefined;
}
