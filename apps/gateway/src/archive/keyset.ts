/** What a row's place in an order is made of. */
export type Key = number | string;

type Row = Record<string, unknown>;

/**
 * Rows, a page at a time: each page is read to its end at once, and the next one goes on after the last
 * row's key. No statement is open in between, however long it takes until the next row is asked for.
 */
export function* keyset(
  page: (after: readonly Key[]) => readonly Row[],
  names: readonly string[],
  { first, atOnce }: { readonly first: readonly Key[]; readonly atOnce: number },
): Generator<Row> {
  let after = first;
  for (;;) {
    const rows = page(after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < atOnce) return;
    after = names.map((name) => keyOf(last[name]));
  }
}

function keyOf(value: unknown): Key {
  return typeof value === "number" ? value : String(value);
}
