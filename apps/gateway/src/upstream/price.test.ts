import { expect, it } from "vitest";
import { costOf } from "./price.ts";

const usage = {
  inputTokens: 1_000_000,
  outputTokens: 500_000,
  cachedTokens: null,
  reasoningTokens: null,
  source: "reported",
} as const;
const price = { inputPerMTok: 2, outputPerMTok: 8, cachedInputPerMTok: null };

it("is input and output at their prices per million", () => {
  expect(costOf(usage, price)).toBe(6);
});

it("counts cached input at its own price, where it has one, and never more of it than there was", () => {
  const cached = { ...usage, cachedTokens: 400_000 };
  expect(costOf(cached, price)).toBe(6);
  expect(costOf(cached, { ...price, cachedInputPerMTok: 1 })).toBeCloseTo(5.6);
  const tooMany = { ...usage, cachedTokens: 9_000_000 };
  expect(costOf(tooMany, { ...price, cachedInputPerMTok: 1 })).toBe(5);
});

it("is unknown without a price or without counts", () => {
  expect(costOf(usage, undefined)).toBeNull();
  expect(costOf({ ...usage, inputTokens: null }, price)).toBeNull();
  expect(costOf({ ...usage, outputTokens: null }, price)).toBeNull();
});
