import { expect, test } from "vitest";
import { verdictSearch } from "./verdict-search.ts";

const requests = { count: 3, errorKind: "timeout", overdue: false, windowMs: 300_000 };

test("what failed is looked for in the time that it was counted over, whatever it failed with", () => {
  expect(verdictSearch(requests)).toEqual({ outcome: "failed", window: "5m" });
});

test("what is overdue is in flight, the oldest first", () => {
  expect(verdictSearch({ ...requests, overdue: true })).toEqual({ overdue: true, sort: "age" });
});
