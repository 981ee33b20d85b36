import { expect, test } from "vitest";
import { placeSearch } from "./place-search.ts";

const windowMs = 3_600_000;

test("what an agent costs is looked for among its requests of that hour, the costliest first", () => {
  expect(placeSearch({ kind: "agent", agent: "support", windowMs })).toEqual({
    agent: "support",
    sort: "cost",
    window: "1h",
  });
});

test("a silence is looked for in all requests of the time that it is compared with", () => {
  expect(placeSearch({ kind: "traffic", windowMs })).toEqual({ window: "1h" });
});
