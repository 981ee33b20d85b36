import { expect, test } from "vitest";
import { sparklinePath } from "./sparkline-path.ts";

test("the line runs from edge to edge, the highest value on top", () => {
  expect(sparklinePath([0, 5, 10])).toBe("M0 20L75 11.5L150 3");
});

test("a missing value breaks the line, and is not nought", () => {
  expect(sparklinePath([1, null, 1])).toBe("M0 3h0M150 3h0");
});

test("only noughts lie on the floor", () => {
  expect(sparklinePath([0, 0])).toBe("M0 20L150 20");
  expect(sparklinePath([])).toBe("");
});
