import { expect, test } from "vitest";
import { cellSearch } from "./cell-link.ts";

const cell = { column: 0, band: 0, from: 100_000, to: 110_000, minMs: 64, maxMs: 128, count: 2 };
const of = { provider: "p", model: "m", metric: "ttft" } as const;

test("a cell leads to its calls, in its own time", () => {
  expect(cellSearch(cell, of, 500_000)).toEqual({
    call: "ttft:64-128:p/m",
    at: 110_000,
    window: "10s",
  });
});

test("one that is not over ends now, and asks for no time to come", () => {
  expect(cellSearch(cell, of, 104_700)).toMatchObject({ at: 104_000, window: "4s" });
});
