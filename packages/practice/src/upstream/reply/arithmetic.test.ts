import { describe, expect, it } from "vitest";
import { findArithmetic } from "./arithmetic.ts";

describe("findArithmetic", () => {
  it.each([
    ["What is 12 * (3+4)?", "12 * (3+4)"],
    ["(1 + 2) / 3.5, please", "(1 + 2) / 3.5"],
    ["how many minutes are 7 * 60 + 25?", "7 * 60 + 25"],
    ["I have 3 apples. What is 2^10?", "2^10"],
    ["-4 × -2", "-4 × -2"],
    ["work out 1440 / 96 - 3.", "1440 / 96 - 3"],
  ])("finds it in %j", (text, expression) => {
    expect(findArithmetic(text)).toBe(expression);
  });

  it.each(["", "no numbers", "room 12", "on 2026-11-22", "(3", "3 4", "4 *", "9:14 and 9:31"])(
    "finds none in %j",
    (text) => {
      expect(findArithmetic(text)).toBeUndefined();
    },
  );
});
