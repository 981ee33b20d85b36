import { expect, it } from "vitest";
import { configuredCost } from "./configured-cost.ts";

const usage = {
  inputTokens: 1_000_000,
  outputTokens: 500_000,
  cachedTokens: null,
  cacheWriteTokens: null,
  cacheWrite1hTokens: null,
  reasoningTokens: null,
};
const price = {
  inputPerMTok: 2,
  outputPerMTok: 8,
  cachedInputPerMTok: null,
  cacheWritePerMTok: null,
};

it("is input and output at their prices per million", () => {
  expect(configuredCost(usage, price)).toBe(6);
});

it("counts cached input at its own price, where it has one, and never more of it than there was", () => {
  const cached = { ...usage, cachedTokens: 400_000 };
  expect(configuredCost(cached, price)).toBe(6);
  expect(configuredCost(cached, { ...price, cachedInputPerMTok: 1 })).toBeCloseTo(5.6);
  const tooMany = { ...usage, cachedTokens: 9_000_000 };
  expect(configuredCost(tooMany, { ...price, cachedInputPerMTok: 1 })).toBe(5);
});

it("counts input written to the cache at its own price, where it has one", () => {
  const written = { ...usage, cachedTokens: 400_000, cacheWriteTokens: 9_000_000 };
  expect(configuredCost(written, price)).toBe(6);
  expect(configuredCost(written, { ...price, cacheWritePerMTok: 3 })).toBeCloseTo(6.6);
});

it("is unknown without counts", () => {
  expect(configuredCost({ ...usage, inputTokens: null }, price)).toBeNull();
  expect(configuredCost({ ...usage, outputTokens: null }, price)).toBeNull();
});
