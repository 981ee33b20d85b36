import { expect, test } from "vitest";
import { mostPinned } from "../app/search.ts";
import { pinnedFirst, togglePinned } from "./pinned.ts";

test("a request is pinned and let go, and the oldest makes room", () => {
  expect(togglePinned([], "a")).toBe("a");
  expect(togglePinned(["a", "b"], "a")).toBe("b");
  expect(togglePinned(["a"], "a")).toBeUndefined();
  const many = Array.from({ length: mostPinned }, (_, i) => `id-${i}`);
  expect(togglePinned(many, "new")).toBe([...many.slice(1), "new"].join(","));
});

test("pinned rows stand on top in their own order, whatever the list's", () => {
  const rows = (...ids: string[]) => ids.map((id) => ({ id }));
  expect(pinnedFirst(rows("a", "b", "c"), rows("c", "elsewhere"))).toEqual(
    rows("c", "elsewhere", "a", "b"),
  );
});
