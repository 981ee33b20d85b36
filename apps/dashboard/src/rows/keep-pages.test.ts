import { expect, test } from "vitest";
import { keepPages } from "./keep-pages.ts";

test("pages stay while the moment changes, and go when the filter does", () => {
  const keep = keepPages({ text: "a" });
  expect(keep("pages", { queryKey: ["list", { text: "a" }, { at: 1 }] })).toBe("pages");
  expect(keep("pages", { queryKey: ["list", { text: "b" }, { at: 1 }] })).toBeUndefined();
  expect(keep(undefined, undefined)).toBeUndefined();
});
