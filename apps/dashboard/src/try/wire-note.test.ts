import { expect, test } from "vitest";
import { wireNote } from "./wire-note.ts";

test.each([
  ["anthropic", "Node", "OpenAI's"],
  ["anthropic", "curl", "OpenAI's"],
  ["openai", "Anthropic", "Anthropic's"],
] as const)("%s is told not to fit %s", (kind, language, wire) => {
  expect(wireNote(kind, language)).toContain(wire);
});

test.each([
  ["practice", "Anthropic"],
  ["practice", "Python"],
  ["openai-compatible", "Node"],
  ["anthropic", "tRPC"],
  [undefined, "Node"],
] as const)("%s fits %s", (kind, language) => {
  expect(wireNote(kind, language)).toBeNull();
});
