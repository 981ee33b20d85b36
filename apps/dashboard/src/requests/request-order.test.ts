import { expect, test } from "vitest";
import { orderOf, sortRequests } from "./request-order.ts";
import { requestRow } from "./request-row.fixture.ts";

const ended = { state: "ended", outcome: "ok" } as const;
const rows = [
  requestRow({ id: "old", startedAt: 100, costUsd: 0.2 }),
  requestRow({ id: "gone", ...ended, startedAt: 50, endedAt: 900, durationMs: 850 }),
  requestRow({ id: "new", startedAt: 200, costUsd: 0.1 }),
  requestRow({ id: "just gone", ...ended, startedAt: 60, endedAt: 950, durationMs: 890 }),
];
const ids = (sort?: string, dir?: "asc" | "desc") =>
  sortRequests(rows, orderOf({ sort, dir }), 1_000).map((row) => row.id);

test("in flight first, then what ended, the newest first", () => {
  expect(ids()).toEqual(["new", "old", "just gone", "gone"]);
});

test("a column sorts both ways, and what is unknown comes last in both", () => {
  expect(ids("age")).toEqual(["old", "just gone", "gone", "new"]);
  expect(ids("age", "asc")).toEqual(["new", "gone", "just gone", "old"]);
  expect(ids("cost")).toEqual(["old", "new", "just gone", "gone"]);
  expect(ids("cost", "asc")).toEqual(["new", "old", "just gone", "gone"]);
});

test("a column that there is not leaves the usual order", () => {
  expect(orderOf({ sort: "toString" })).toEqual({ key: null, direction: "desc" });
});
