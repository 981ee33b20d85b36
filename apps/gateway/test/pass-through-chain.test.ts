import { startPracticeUpstream, type Fault } from "@signalbox/practice/upstream";
import { APIError } from "openai";
import { describe, expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";

const messages = [{ role: "user" as const, content: "Hello." }];

/** An alias over two providers of the same wire, and one of another that is left out. */
async function startChain() {
  await using cleanup = new AsyncDisposableStack();
  const second = cleanup.use(await startPracticeUpstream({ pace: 0 }));
  const gateway = cleanup.use(
    await startGateway({
      config: {
        providers: {
          second: { kind: "openai-compatible", baseUrl: second.url, allowPrivate: true },
          claude: { kind: "anthropic", baseUrl: second.url, apiKey: "sk-x", allowPrivate: true },
        },
        aliases: { fast: ["local/swift-1", "claude/swift-1", "second/steady-1"] },
      },
    }),
  );
  const owned = cleanup.move();
  return { gateway, second, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

describe("an alias that lists models", () => {
  it.each<[string, boolean, Fault]>([
    ["a stream that fails before its first token", true, { kind: "server_error", status: 500 }],
    ["a stream that is cut before its first token", true, { kind: "cut", afterTokens: 0 }],
    ["a whole answer that is refused", false, { kind: "rate_limit", retryAfterMs: 60_000 }],
  ])("goes on at the next one that speaks the wire: %s", async (_, stream, fault) => {
    await using chain = await startChain();
    const { gateway, second } = chain;
    gateway.upstream.inject({ fault });
    const client = gateway.openai(gateway.adminToken);
    const answer = stream
      ? await client.chat.completions.stream({ model: "fast", messages }).finalChatCompletion()
      : await client.chat.completions.create({ model: "fast", messages });
    expect(answer).toMatchObject({ model: "steady-1", choices: [{ finish_reason: "stop" }] });
    expect(second.stats().requests).toBe(1);
    const { requests } = await gateway.admin.requests.list.query({});
    expect(requests).toMatchObject([{ outcome: "ok", modelCalls: 1 }]);
    const events = await gateway.admin.system.events.query({ source: "model." });
    expect(events.map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining("went on with second/steady-1")]),
    );
  });

  it("does not go on once something was said", async () => {
    await using chain = await startChain();
    const { gateway, second } = chain;
    gateway.upstream.inject({ fault: { kind: "cut", afterTokens: 3 } });
    const answer = gateway
      .openai(gateway.adminToken)
      .chat.completions.stream({ model: "fast", messages })
      .finalChatCompletion();
    await expect(answer).rejects.toBeInstanceOf(APIError);
    expect(second.stats().requests).toBe(0);
  });

  it("names the right route where none of its models speaks the wire", async () => {
    await using chain = await startChain();
    const response = await fetch(`${chain.gateway.url}/v1/messages/count_tokens`, {
      method: "POST",
      headers: { "x-api-key": chain.gateway.adminToken },
      body: JSON.stringify({ model: "second/steady-1", messages }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining("POST /v1/chat/completions") },
    });
  });
});

describe("a token's budget for a day", () => {
  it("holds for what passes through: the next request is refused, and told not to try again", async () => {
    await using gateway = await startGateway({
      config: { budget: { keys: { ingest: { tokensPerDay: 45 } } } },
    });
    const { token } = await gateway.mint("ingest");
    const ask = { model: "local/swift-1", messages, max_completion_tokens: 15 };
    const client = gateway.openai(token).withOptions({ maxRetries: 2 });
    await client.chat.completions.create(ask);
    const refused = client.chat.completions.create(ask);
    await expect(refused).rejects.toMatchObject({ status: 402, code: "insufficient_quota" });
    expect(gateway.upstream.stats().requests).toBe(1);
    const anthropic = await fetch(`${gateway.url}/v1/messages`, {
      method: "POST",
      headers: { "x-api-key": token },
      body: JSON.stringify({ model: "practice/swift-1", messages, max_tokens: 5 }),
    });
    expect(anthropic.headers.get("x-should-retry")).toBe("false");
    expect(await anthropic.json()).toMatchObject({ error: { type: "billing_error" } });
  });
});
