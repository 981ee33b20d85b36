import { expect, test } from "vitest";
import { refusalWords, refusedText } from "./refusal-words.ts";

test("refusals are told by their status, the most frequent first", () => {
  expect(refusedText({ 401: 2, 429: 15 })).toBe("429 ×15, 401 ×2");
  expect(refusedText({})).toBe("");
});

test("a status that nobody thought of is told too", () => {
  expect(refusalWords(418)).toBe("It was not taken.");
  expect(refusalWords(413)).toContain("larger");
});
