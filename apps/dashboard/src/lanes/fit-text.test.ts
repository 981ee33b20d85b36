import { expect, test } from "vitest";
import { fitLabel } from "./fit-text.ts";

/** Each character is ten pixels wide; nothing else of a measure is asked for. */
const context = {
  measureText: (text: string) => ({ width: text.length * 10 }) as TextMetrics,
};

test.each([
  [200, "ws · sess 8f21"],
  [140, "ws · sess 8f21"],
  [130, "sess 8f21"],
  [60, "sess…"],
  [10, "…"],
])("in %d pixels a label reads %s", (room, text) => {
  expect(fitLabel(context, "ws · sess 8f21", room)).toBe(text);
});
