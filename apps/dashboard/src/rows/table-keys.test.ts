import { expect, test } from "vitest";
import { tableAction } from "./table-keys.ts";

const press = (key: string, held: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

test("letters are commands anywhere on the page, arrows and Enter only in the list", () => {
  expect(tableAction(press("j"), false)).toBe("down");
  expect(tableAction(press("c"), false)).toBe("cancel");
  expect(tableAction(press("Enter"), false)).toBeNull();
  expect(tableAction(press("Enter"), true)).toBe("open");
  expect(tableAction(press("q"), true)).toBeNull();
});

test("what the browser means by a key stays the browser's", () => {
  expect(tableAction(press("c", { ctrlKey: true }), true)).toBeNull();
  expect(tableAction(press("k", { metaKey: true }), true)).toBeNull();
});
