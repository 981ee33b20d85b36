import { expect, test } from "vitest";
import { visibleText } from "./visible-text.ts";

test.each([
  ["plain text,\n\twith lines — and ünïcode 🚂", "plain text,\n\twith lines — and ünïcode 🚂"],
  ["\u001B[31mred\u001B[0m", "\\u{1b}[31mred\\u{1b}[0m"],
  ["a\u202Eb\u2066c", "a\\u{202e}b\\u{2066}c"],
  ["zero\u200Bwidth\uFEFF", "zero\\u{200b}width\\u{feff}"],
  ["tags\u{E0041}\u{E0042}", "tags\\u{e0041}\\u{e0042}"],
  ["half \uD83D alone", "half \\u{d83d} alone"],
  ["bell\u0007 del\u007F c1\u0085", "bell\\u{7} del\\u{7f} c1\\u{85}"],
])("%j", (text, shown) => {
  expect(visibleText(text, 1_000)).toBe(shown);
});

test("is cut, also where what is hidden makes it longer", () => {
  expect(visibleText("x".repeat(1_000_000), 10)).toBe(`${"x".repeat(10)}…`);
  expect(visibleText("\u0000".repeat(10), 10)).toBe("\\u{0}\\u{0}…");
});
