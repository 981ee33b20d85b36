import { expect, test } from "vitest";
import { failedSearch } from "./failed-search.ts";

test("a value leads to its failed requests, a model by its provider and its name", () => {
  expect(failedSearch("client", "shop")).toEqual({ outcome: "failed", client: "shop" });
  expect(failedSearch("model", "local/org/m-1")).toEqual({
    outcome: "failed",
    provider: "local",
    model: "org/m-1",
  });
});
