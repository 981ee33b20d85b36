import type { ModelProfile } from "@signalbox/practice/upstream";
import { expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";

const steady = { median: 1, sigma: 0 };
const gpt4o: ModelProfile = {
  id: "gpt-4o",
  ttftMs: steady,
  gapMs: steady,
  answerTokens: { median: 40, sigma: 0.2 },
  contextTokens: 128_000,
};

it("prices the very first call of a model that nobody wrote a price for", async () => {
  await using gateway = await startGateway({
    upstream: { models: [gpt4o] },
    provider: { kind: "openai", apiKey: "k" },
    config: { agents: { support: { model: "local/gpt-4o", budget: { usdPerRequest: 1 } } } },
  });
  const { token } = await gateway.mint("ingest");
  const answer = await gateway.openai(token).chat.completions.create({
    model: "local/gpt-4o",
    messages: [{ role: "user", content: "Tell me about lighthouses." }],
  });
  const { prompt_tokens: input = 0, completion_tokens: output = 0 } = answer.usage ?? {};
  const { requests } = await gateway.admin.requests.list.query({});
  expect(requests).toHaveLength(1);
  // Of the published prices: 2.50 dollars per million tokens of input, 10 of output.
  expect(requests[0]?.costUsd).toBeCloseTo((input * 2.5 + output * 10) / 1_000_000, 12);
  expect(requests[0]?.costUsd).toBeGreaterThan(0);
});

it("says of no cost that it is none where there is no price", async () => {
  await using gateway = await startGateway();
  const { token } = await gateway.mint("ingest");
  await gateway.openai(token).chat.completions.create({
    model: "local/swift-1",
    messages: [{ role: "user", content: "Hello." }],
  });
  const { requests } = await gateway.admin.requests.list.query({});
  expect(requests[0]).toMatchObject({ outcome: "ok", costUsd: null });
});
