import { expect, test } from "vitest";
import { fitLabel, fitSentence } from "./fit-text.ts";

/** Each character is ten pixels wide; nothing else of a measure is asked for. */
const context = {
  measureText: (text: string) => ({ width: text.length * 10 }) as TextMetrics,
};

test.each([
  [200, "ws · sess 8f21"],
  [140, "ws · sess 8f21"],
  [130, "sess 8f21"],
  [80, "se… 8f21"],
  [60, "s…8f21"],
  [10, "…"],
])("in %d pixels a label reads %s", (room, text) => {
  expect(fitLabel(context, "ws · sess 8f21", room)).toBe(text);
});

test("a sentence is cut at its end", () => {
  expect(fitSentence(context, "throttled for 9 s", 170)).toBe("throttled for 9 s");
  expect(fitSentence(context, "throttled for 9 s", 110)).toBe("throttled…");
});
