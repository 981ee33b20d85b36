import { expect, test } from "vitest";
import { fileName } from "./chart-png.ts";

test("an image is called by its chart and the time, in letters that every disk takes", () => {
  const at = new Date("2026-01-05T03:00:20.500Z");
  expect(fileName("Heat map of first token, local meta/llama-4:8b", at)).toBe(
    "heat-map-of-first-token-local-meta-llama-4-8b-2026-01-05T03-00-20.png",
  );
});
