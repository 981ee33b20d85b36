import { beforeAll, describe, expect, it } from "vitest";
import type { ProviderConfig } from "../../config/index.ts";
import { PublicPrices } from "./public-prices.ts";

let prices: PublicPrices;
beforeAll(async () => {
  prices = await PublicPrices.load();
});

const nothing = {
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: null,
  cacheWriteTokens: null,
  cacheWrite1hTokens: null,
  reasoningTokens: null,
};
const million = 1_000_000;
/** Some prices change at a date; these are of that day. */
const at = Date.UTC(2026, 5, 1, 12);

type Served = Pick<ProviderConfig, "kind" | "baseUrl">;
const openai: Served = { kind: "openai", baseUrl: "https://api.openai.com/v1" };
const claude: Served = { kind: "anthropic", baseUrl: "https://api.anthropic.com/v1" };
const servedAt = (baseUrl: string): Served => ({ kind: "openai-compatible", baseUrl });

const costOf = (served: Served, model: string, usage: Partial<typeof nothing> | object) =>
  prices.costOf(served, model, { ...nothing, ...usage }, at);

describe("PublicPrices", () => {
  it("prices input and output, and what was cached at its own price", () => {
    expect(costOf(openai, "gpt-4o", { inputTokens: million })).toBeCloseTo(2.5);
    expect(costOf(openai, "gpt-4o", { outputTokens: million })).toBeCloseTo(10);
    const cached = { inputTokens: million, cachedTokens: million };
    expect(costOf(openai, "gpt-4o", cached)).toBeCloseTo(1.25);
  });

  it("prices what was written to the cache, for five minutes and for an hour", () => {
    const usage = { inputTokens: 100_000, cacheWriteTokens: 100_000 };
    expect(costOf(claude, "claude-haiku-4-5", usage)).toBeCloseTo(0.125);
    const hour = { ...usage, cacheWrite1hTokens: 100_000 };
    expect(costOf(claude, "claude-haiku-4-5", hour)).toBeCloseTo(0.2);
  });

  it("takes the price of the tier that a long prompt is in", () => {
    const google = servedAt("https://generativelanguage.googleapis.com/v1beta/openai");
    const short = costOf(google, "gemini-2.5-pro", { inputTokens: 100_000 });
    const long = costOf(google, "gemini-2.5-pro", { inputTokens: 300_000 });
    expect(short).toBeCloseTo(0.125);
    expect(long).toBeCloseTo(0.75);
  });

  it("counts reasoning as the output that it is, and no part as more than its whole", () => {
    const output = { outputTokens: million };
    const plain = costOf(openai, "gpt-5-mini", output);
    expect(costOf(openai, "gpt-5-mini", { ...output, reasoningTokens: 900_000 })).toBe(plain);
    const absurd = {
      ...output,
      reasoningTokens: 9 * million,
      cachedTokens: 7,
      cacheWriteTokens: 7,
      cacheWrite1hTokens: 9,
    };
    expect(costOf(openai, "gpt-5-mini", absurd)).toBe(plain);
  });

  it("prices embeddings, which have no output", () => {
    const usage = { inputTokens: million };
    expect(costOf(openai, "text-embedding-3-small", usage)).toBeCloseTo(0.02);
    expect(costOf(openai, "text-embedding-3-small", { ...usage, outputTokens: 1 })).toBeNull();
    expect(prices.isPriced(openai, "text-embedding-3-small")).toBe(false);
  });

  it.each([
    ["https://api.groq.com/openai/v1", "llama-3.3-70b-versatile", 0.59],
    ["https://openrouter.ai/api/v1", "openai/gpt-4o", 2.5],
  ])("knows who serves at %s", (baseUrl, model, usd) => {
    expect(costOf(servedAt(baseUrl), model, { inputTokens: million })).toBeCloseTo(usd);
    expect(prices.isPriced(servedAt(baseUrl), model)).toBe(true);
  });

  it.each<[string, Served, string]>([
    ["a server of one's own", servedAt("http://127.0.0.1:11434/v1"), "gpt-4o"],
    ["the practice provider", { kind: "practice", baseUrl: null }, "gpt-4o"],
    ["a model that nobody knows", openai, "no-such-model"],
    ["a model that is not paid by the token", openai, "whisper-1"],
    ["a name without end", openai, `gpt-4o${"x".repeat(100_000)}`],
    ["a name of the language's own", openai, "__proto__"],
  ])("does not know the price of %s", (_, served, model) => {
    expect(costOf(served, model, { inputTokens: 5, outputTokens: 5 })).toBeNull();
    expect(prices.isPriced(served, model)).toBe(false);
  });

  it("does not know the cost of tokens that it does not know", () => {
    expect(costOf(openai, "gpt-4o", { inputTokens: null })).toBeNull();
    expect(costOf(openai, "gpt-4o", { outputTokens: null })).toBeNull();
  });

  it("knows how much a model takes, and keeps its head over thousands of names", () => {
    for (let i = 0; i < 3_000; i += 1) prices.isPriced(openai, `gpt-${i}-unheard-of`);
    expect(prices.contextTokensOf(claude, "claude-haiku-4-5")).toBe(200_000);
    expect(prices.contextTokensOf(openai, "no-such-model")).toBeNull();
  });
});
