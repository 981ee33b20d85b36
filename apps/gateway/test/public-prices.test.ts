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

it("tells what is known of a session's and a model's cost, and how much is not", async () => {
  await using gateway = await startGateway({
    config: { prices: { "local/swift-1": { inputPerMTok: 1, outputPerMTok: 1_000 } } },
  });
  const { token } = await gateway.mint("ingest");
  const client = gateway.openai(token);
  for (const model of ["local/swift-1", "local/steady-1", "local/steady-1"]) {
    await client.chat.completions.create(
      { model, messages: [{ role: "user", content: "Hello." }] },
      { headers: { "x-session-id": "mixed" } },
    );
  }
  const { admin } = gateway;
  await expect.poll(async () => (await admin.sessions.list.query())[0]?.requests).toBe(3);
  const [session] = await admin.sessions.list.query();
  expect(session).toMatchObject({ unpriced: 2, costUsd: expect.any(Number) });
  const costs = async () =>
    Object.fromEntries(
      (await admin.models.list.query()).map(({ model, costUsd, unpriced }) => [
        model,
        { costUsd, unpriced },
      ]),
    );
  // Figures of a moment are shared for a while.
  await expect.poll(costs, { timeout: 5_000 }).toMatchObject({
    "swift-1": { costUsd: session?.costUsd, unpriced: 0 },
    "steady-1": { costUsd: null, unpriced: 2 },
  });
});
