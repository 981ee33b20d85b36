import { expect, it } from "vitest";
import { anthropicClient } from "./clients/client-gateway.ts";
import { startGateway } from "./start-gateway.ts";

const messages = [{ role: "user" as const, content: "How long is this?" }];

it("counts tokens for nothing: a request with its span, and no model call in any figure", async () => {
  await using gateway = await startGateway({
    provider: { wires: ["messages"] },
    config: { prices: { "local/swift-1": { inputPerMTok: 1, outputPerMTok: 1 } } },
  });
  const { token } = await gateway.mint("ingest");
  const client = anthropicClient(gateway.url, token);
  const model = "local/swift-1";
  const { input_tokens: counted } = await client.messages.countTokens({ model, messages });
  expect(counted).toBeGreaterThan(0);

  const { requests } = await gateway.admin.requests.list.query({});
  expect(requests).toEqual([
    expect.objectContaining({ outcome: "ok", modelCalls: 0, inputTokens: 0, costUsd: 0 }),
  ]);
  const { spans } = await gateway.admin.requests.get.query({ requestId: requests[0]?.id ?? "" });
  expect(spans.filter(({ kind }) => kind === "attempt")).toEqual([
    expect.objectContaining({ status: "ok", modelCall: null, model: "swift-1" }),
  ]);
  const { modelCalls } = await gateway.admin.system.metrics.query();
  expect(modelCalls).toMatchObject({ total: 0, recentCalls: [] });

  await client.messages.create({ model, messages, max_tokens: 100 });
  expect((await gateway.admin.system.metrics.query()).modelCalls.total).toBe(1);
});
