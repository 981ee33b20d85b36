import { expect, test } from "vitest";
import { FilterOptions } from "./filter-options.ts";
import { requestRow } from "./request-row.fixture.ts";

test("a list of choices is the same one until there is something else to choose", () => {
  const options = new FilterOptions();
  const first = options.of([requestRow({ model: "b" }), requestRow({ model: "a" })]);
  expect(first.model).toEqual(["a", "b"]);
  const same = options.of([requestRow({ model: "a" }), requestRow({ model: "b" })]);
  expect(same.model).toBe(first.model);
  const more = options.of([
    requestRow({ model: "a", agent: null }),
    requestRow({ model: "c", agent: "x" }),
  ]);
  expect([more.model, more.agent]).toEqual([["a", "c"], ["x"]]);
  expect(more.channel).toBe(first.channel);
});
