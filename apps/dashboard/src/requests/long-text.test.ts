import { expect, test } from "vitest";
import { cutText, cutTextTail } from "./long-text.ts";

test("a short text is whole", () => {
  expect(cutText("one\ntwo")).toEqual({ shown: "one\ntwo", hidden: 0 });
  expect(cutTextTail("one")).toEqual({ shown: "one", hidden: 0 });
});

test("a long text is cut after twelve lines, or in the midst of a very long one", () => {
  const lines = Array.from({ length: 100 }, (_, i) => `line ${i}`).join("\n");
  expect(cutText(lines).shown.split("\n")).toHaveLength(12);
  const { shown, hidden } = cutText("x".repeat(5_000));
  expect(shown.length + hidden).toBe(5_000);
});

test("no character is cut in two", () => {
  const { shown } = cutText(`${"x".repeat(1_199)}${"👋".repeat(500)}`);
  expect(shown.isWellFormed()).toBe(true);
});

test("of a text that is being written the end is shown", () => {
  const { shown, hidden } = cutTextTail(`${"a".repeat(3_000)}\nthe end`);
  expect(shown.endsWith("the end")).toBe(true);
  expect(hidden).toBeGreaterThan(1_000);
  expect(cutTextTail("word ".repeat(600)).shown.startsWith("word ")).toBe(true);
  expect(cutTextTail(`${"a ".repeat(1_000)}\n${"b ".repeat(560)}`).shown.startsWith("b ")).toBe(
    true,
  );
});
