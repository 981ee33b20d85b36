import { expect, it } from "vitest";
import { columns } from "./fields.ts";
import type { HistoryRow } from "./messages.ts";
import { packRows, unpackRows } from "./packed-rows.ts";
import type { SqlValue } from "./sql-value.ts";

const samples: readonly SqlValue[] = [
  0,
  -0.5,
  2 ** 53,
  Number.NaN,
  Infinity,
  "",
  "text",
  "\u{d800} alone, ä and 🚆",
  null,
  new Uint8Array([1, 0, 255]),
];

function rowOf(kind: keyof typeof columns, from: number): HistoryRow {
  return [kind, columns[kind].map((_, at) => samples[(at + from) % samples.length] ?? null)];
}

it("says the same on the other side, whatever is in the rows and however many they are", () => {
  const kinds = Object.keys(columns) as (keyof typeof columns)[];
  const rows = Array.from({ length: 3_000 }, (_, n) =>
    rowOf(kinds[n % kinds.length] ?? "spans", n),
  );
  const copied = structuredClone(packRows(rows));
  expect([...unpackRows(copied)]).toEqual(rows);
});

it("of no rows there are none", () => {
  expect([...unpackRows(packRows([]))]).toEqual([]);
});
