import type { Span } from "@signalbox/api-contract";
import { startPracticeUpstream, type Fault } from "@signalbox/practice/upstream";
import { expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";

const timeouts = { connectMs: 300, firstByteMs: 300, idleMs: 300 };
const retries = { maxAttempts: 1 };

/** An agent whose model is `local`'s, and that goes on with one of Anthropic's kind. */
async function startPair(agent: Readonly<Record<string, unknown>> = {}) {
  await using cleanup = new AsyncDisposableStack();
  const second = cleanup.use(await startPracticeUpstream({ pace: 0 }));
  const gateway = cleanup.use(
    await startGateway({
      provider: { timeouts, retries },
      config: {
        providers: {
          claude: {
            kind: "anthropic",
            apiKey: "key-of-claude",
            baseUrl: new URL(second.url).origin,
            allowPrivate: true,
            timeouts,
            retries,
          },
        },
        agents: {
          support: {
            model: "local/swift-1",
            fallback: ["claude/steady-1"],
            tools: ["clock", "calculator"],
            ...agent,
          },
        },
      },
    }),
  );
  const owned = cleanup.move();
  return { gateway, second, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const shown = ({ kind, name, status, modelCall, attempt }: Span) => [
  kind,
  name,
  status,
  modelCall,
  attempt,
];

it.each<[Fault, string]>([
  [{ kind: "server_error", status: 500 }, "upstream_5xx"],
  [{ kind: "rate_limit", retryAfterMs: 60_000 }, "rate_limit"],
  [{ kind: "auth" }, "auth"],
  [{ kind: "hang" }, "timeout"],
  [{ kind: "cut", afterTokens: 0 }, "network"],
  [{ kind: "end_early", afterTokens: 0 }, "incomplete"],
  [{ kind: "malformed", afterTokens: 0 }, "malformed_stream"],
  [{ kind: "empty" }, "empty"],
])(
  "goes on with the next model, over another wire, where the first ends with %j",
  async (fault, kind) => {
    await using pair = await startPair();
    const { admin, upstream } = pair.gateway;
    upstream.inject({ fault });
    const result = await admin.agent.send.mutate({ message: "What is 12 * 12?", sessionId: "s" });
    expect(result).toMatchObject({ provider: "claude", model: "steady-1", steps: 2 });
    expect(result.text).toContain("144");
    const { request, spans } = await admin.requests.get.query({ requestId: result.requestId });
    expect(request).toMatchObject({
      outcome: "ok",
      attempts: 3,
      modelCalls: 2,
      provider: "claude",
    });
    // Further attempts of the same model call; and what answered is asked first from then on.
    expect(spans.filter((span) => span.kind !== "queue").map(shown)).toEqual([
      ["attempt", "swift-1", "failed", 1, 1],
      ["attempt", "steady-1", "ok", 1, 2],
      ["tool", "calculator", "ok", null, null],
      ["attempt", "steady-1", "ok", 2, 1],
    ]);
    expect(new Set(spans.map(({ id }) => id)).size).toBe(spans.length);
    expect(await admin.system.events.query({ level: "warn" })).toContainEqual(
      expect.objectContaining({
        source: "agent.support",
        message: `went on with claude/steady-1 since local/swift-1 failed: ${kind}`,
        requestId: result.requestId,
      }),
    );
    const metrics = await admin.system.metrics.query();
    expect(metrics).toMatchObject({ messagesProcessed: 1, errors: 0, activeRequests: 0 });
  },
);

it("goes on in the same session with what the other provider's model and its tools had said", async () => {
  await using pair = await startPair();
  const { admin, upstream } = pair.gateway;
  const input = { message: "What is 12 * 12?", sessionId: "s" };
  const first = await admin.agent.send.mutate(input);
  expect(first).toMatchObject({ provider: "local", steps: 2 });
  const fault = upstream.inject({ fault: { kind: "server_error", status: 500 } });
  const second = await admin.agent.send.mutate({ ...input, message: "And what is 7 * 6?" });
  expect(second).toMatchObject({ provider: "claude", steps: 2 });
  expect(second.text).toContain("42");
  expect(second.usage.inputTokens).toBeGreaterThan(first.usage.inputTokens);
  fault.remove();
  const third = await admin.agent.send.mutate({ ...input, message: "And what is 9 * 9?" });
  expect(third).toMatchObject({ provider: "local", steps: 2 });
  expect(third.text).toContain("81");
});

it.each<[Fault, string]>([
  [{ kind: "context_length" }, "context_length"],
  [{ kind: "cut", afterTokens: 3 }, "network"],
])(
  "does not go on where that helps nobody, or something was said: %j",
  async (fault, errorKind) => {
    await using pair = await startPair();
    const { admin, upstream } = pair.gateway;
    upstream.inject({ fault });
    await expect(admin.agent.send.mutate({ message: "Hello." })).rejects.toMatchObject({
      data: { errorKind },
    });
    expect(pair.second.stats().requests).toBe(0);
  },
);

it("fails as the last one did where all of them fail, and counts one request", async () => {
  await using pair = await startPair();
  const { admin, upstream } = pair.gateway;
  upstream.inject({ fault: { kind: "server_error", status: 500 } });
  pair.second.inject({ fault: { kind: "rate_limit", retryAfterMs: 60_000 } });
  await expect(admin.agent.send.mutate({ message: "Hello." })).rejects.toMatchObject({
    message: expect.stringContaining("claude answered 429"),
    data: { errorKind: "rate_limit" },
  });
  const metrics = await admin.system.metrics.query();
  expect(metrics).toMatchObject({ messagesProcessed: 1, errors: 1, activeRequests: 0 });
  expect(metrics.modelCalls.total).toBe(1);
});

it("tells that the steps are used up while tools are still called", async () => {
  await using pair = await startPair({ maxSteps: 1 });
  const { admin } = pair.gateway;
  const result = await admin.agent.send.mutate({ message: "What is 12 * 12?", sessionId: "s" });
  expect(result).toMatchObject({ finishReason: "tool-calls", steps: 1 });
  expect(await admin.system.events.query({ level: "warn" })).toContainEqual(
    expect.objectContaining({
      source: "agent.support",
      message: expect.stringContaining("stopped after 1 model call,"),
    }),
  );
  // What was left open is no trouble for the next one.
  const next = await admin.agent.send.mutate({ message: "Hello.", sessionId: "s" });
  expect(next.finishReason).toBe("stop");
});

it("ends a run at its agent's own deadline", async () => {
  await using pair = await startPair({ timeoutMs: 200, fallback: [] });
  pair.gateway.upstream.inject({ fault: { kind: "slow", ttftMs: 10_000 } });
  await expect(pair.gateway.admin.agent.send.mutate({ message: "Hello." })).rejects.toMatchObject({
    data: { errorKind: "timeout" },
  });
});
