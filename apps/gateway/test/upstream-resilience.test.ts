import { startFaultProxy } from "@signalbox/practice/fault-proxy";
import { measureStream } from "@signalbox/practice/driver";
import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { APIError, InternalServerError, RateLimitError } from "openai";
import { describe, expect, it } from "vitest";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const messages = [{ role: "user" as const, content: "Hello there." }];
const params = { model: "local/swift-1", messages };
const timeouts = { connectMs: 500, firstByteMs: 500, idleMs: 500 };

const ask = (gateway: TestGateway, sessionId?: string) =>
  measureStream(gateway.openai(gateway.adminToken, sessionId), params);

async function spansOf({ admin }: TestGateway) {
  const { requests } = await admin.requests.list.query({});
  const { spans } = await admin.requests.get.query({ requestId: requests[0]?.id ?? "" });
  return spans;
}

const rowOf = async ({ admin }: TestGateway, model = "swift-1") =>
  (await admin.models.list.query()).find((row) => row.provider === "local" && row.model === model);

const eventsOf = async ({ admin }: TestGateway, level: "info" | "warn") =>
  (await admin.system.events.query({ level })).filter(({ source }) => source === "model.local");

describe("a 429 with Retry-After", () => {
  it.each(["seconds", "date"] as const)(
    "told as %s is waited for, and its lane shows until when",
    async (as) => {
      await using gateway = await startGateway();
      const fault = { kind: "rate_limit", retryAfterMs: 2_000, as } as const;
      gateway.upstream.inject({ fault, times: 1 });
      const measured = ask(gateway, "s");
      await expect
        .poll(async () => (await gateway.admin.lanes.list.query())[0]?.waitsFor)
        .toBe("throttled");
      const row = await rowOf(gateway);
      expect((row?.throttledUntil ?? 0) - Date.now()).toBeGreaterThan(0);
      expect(await measured).toMatchObject({ error: undefined, finishReason: "stop" });
      expect(await spansOf(gateway)).toMatchObject([
        { kind: "queue" },
        { kind: "attempt", attempt: 1, status: "failed", errorKind: "rate_limit", httpStatus: 429 },
        { kind: "backoff", attempt: 1, status: "ok", retryAfterMs: expect.any(Number) },
        { kind: "attempt", attempt: 2, status: "ok" },
      ]);
    },
  );

  it("is one model call, that went well, and one attempt that was saved", async () => {
    await using gateway = await startGateway({ provider: { retries: { baseMs: 1 } } });
    gateway.upstream.inject({ fault: { kind: "server_error" }, times: 2 });
    await ask(gateway);
    const metrics = await gateway.admin.system.metrics.query();
    expect(metrics).toMatchObject({
      messagesProcessed: 1,
      errors: 0,
      modelCalls: { total: 1, errorRate: 0 },
    });
    expect(await rowOf(gateway)).toMatchObject({
      state: "ok",
      calls: 1,
      failed: 0,
      recovered: 2,
      finishReasons: { stop: 1 },
      quota: { requests: { limit: expect.any(Number), remaining: expect.any(Number) } },
      keyFrom: "none",
      configured: true,
    });
    expect(await gateway.admin.system.events.query({ level: "error" })).toEqual([]);
  });

  it("of a client that leaves meanwhile is one model call that failed", async () => {
    await using gateway = await startGateway({ provider: { retries: { baseMs: 60_000 } } });
    gateway.upstream.inject({ fault: { kind: "server_error" } });
    const leaving = new AbortController();
    const sent = gateway
      .openai(gateway.adminToken)
      .chat.completions.create({ ...params, stream: true }, { signal: leaving.signal });
    await expect
      .poll(async () => (await gateway.admin.system.activeRequests.query())[0]?.phaseDetail)
      .toBe("backoff");
    leaving.abort();
    await expect(sent).rejects.toThrow("aborted");
    await expect
      .poll(async () => (await gateway.admin.system.metrics.query()).modelCalls)
      .toMatchObject({ total: 1, recentCalls: [{ errorKind: "upstream_5xx" }] });
  });
});

describe("a storm of 5xx", () => {
  it("opens a breaker that everyone sees, and real traffic closes it", async () => {
    const provider = {
      retries: { maxAttempts: 1 },
      breaker: { openMs: 1_500, maxHoldMs: 5_000 },
    };
    await using gateway = await startGateway({ provider });
    gateway.upstream.inject({ fault: { kind: "server_error" }, times: 5 });
    for (let call = 0; call < 5; call += 1) await ask(gateway);
    expect(await rowOf(gateway)).toMatchObject({
      state: "open",
      stateReason: "5 of 5 attempts failed, mostly upstream_5xx",
      stateSince: expect.any(Number),
      stateUntil: expect.any(Number),
    });
    const held = Promise.all([ask(gateway, "a"), ask(gateway, "b")]);
    await expect
      .poll(async () => (await gateway.admin.lanes.list.query()).map(({ waitsFor }) => waitsFor))
      .toEqual(["breaker", "breaker"]);
    expect(gateway.upstream.stats().requests).toBe(5);
    for (const { error } of await held) expect(error).toBeUndefined();
    expect(await rowOf(gateway)).toMatchObject({ stateSince: null, stateUntil: null });
    expect(await eventsOf(gateway, "warn")).toMatchObject([
      { message: expect.stringMatching(/^local · swift-1 is not called for one client: 5 of 5/) },
    ]);
    expect(await eventsOf(gateway, "info")).toMatchObject([
      { message: "local · swift-1 is called again: its trial went well." },
    ]);
  });

  it("is told to who can't wait for it: which model, why, and when again", async () => {
    const provider = { retries: { maxAttempts: 1 }, breaker: { openMs: 30_000, maxHoldMs: 0 } };
    await using gateway = await startGateway({ provider });
    gateway.upstream.inject({ fault: { kind: "server_error" } });
    for (let call = 0; call < 5; call += 1) await ask(gateway);
    const { error } = await ask(gateway);
    expect(error).toBeInstanceOf(InternalServerError);
    if (!(error instanceof APIError)) return;
    expect(error.message).toMatch(/local · swift-1 is not called since .* It is tried again at /);
    expect(error).toMatchObject({ status: 503, code: "upstream_5xx" });
    expect(Number(error.headers?.get("retry-after"))).toBeGreaterThan(20);
    await expect(gateway.admin.agent.send.mutate({ message: "Hello." })).rejects.toMatchObject({
      data: { reason: "overloaded", errorKind: "upstream_5xx", httpStatus: 503 },
    });
    expect(gateway.upstream.stats().requests).toBe(5);
    const [failed] = await gateway.admin.system.events.query({ level: "error", limit: 1 });
    expect(failed).toMatchObject({ source: "model.local" });
  });
});

describe("a half-open connection", () => {
  it.each([
    ["while it streams", { kind: "stall", afterTokens: 3 }, "streaming", "fell silent"],
    ["before its first byte", { kind: "hang" }, "waiting", "no first byte in time"],
  ] as const)("%s is given up", async (_, fault, phase, said) => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    await using proxy = await startFaultProxy({ target: { port: upstream.port } });
    await using gateway = await startGateway({
      provider: { baseUrl: `${proxy.url}/v1`, timeouts, retries: { maxAttempts: 1 } },
    });
    // What the upstream has to say, it says to nobody: its own silence only sets the moment.
    upstream.inject({ fault, times: 1 });
    const measured = ask(gateway);
    await upstream.waitFor(({ active }) => active === 1);
    await expect
      .poll(async () => (await gateway.admin.system.activeRequests.query())[0]?.phaseDetail)
      .toBe(phase);
    proxy.apply({ silent: true });
    const { error } = await measured;
    expect(String(error)).toContain(said);
    proxy.heal();
    expect(await ask(gateway)).toMatchObject({ error: undefined });
  });

  it("that was kept for the next call does not take it along", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    await using proxy = await startFaultProxy({ target: { port: upstream.port } });
    await using gateway = await startGateway({
      provider: { baseUrl: `${proxy.url}/v1`, timeouts, retries: { baseMs: 1 } },
    });
    await ask(gateway);
    proxy.reset();
    expect(await ask(gateway)).toMatchObject({ error: undefined, finishReason: "stop" });
    await proxy.refuse();
    proxy.cut();
    const { error } = await ask(gateway);
    expect(String(error)).toContain("Is the provider running");
    await proxy.accept();
    expect(await ask(gateway)).toMatchObject({ error: undefined });
  });
});

it("gives up a line of 100 MB before it fills the memory", async () => {
  await using gateway = await startGateway({ provider: { retries: { maxAttempts: 1 } } });
  const fault = { kind: "huge_line", bytes: 100_000_000, afterTokens: 2 } as const;
  gateway.upstream.inject({ fault });
  const before = process.memoryUsage().rss;
  const { error } = await ask(gateway);
  expect(error).toMatchObject({ code: "malformed_stream" });
  expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
  await gateway.upstream.waitFor(({ active }) => active === 0);
});

it("a 429 that asks for more patience than there is goes to its client at once", async () => {
  await using gateway = await startGateway();
  gateway.upstream.inject({ fault: { kind: "rate_limit", retryAfterMs: 60_000 } });
  const refused = await ask(gateway);
  expect(refused.error).toBeInstanceOf(RateLimitError);
  expect(gateway.upstream.stats().requests).toBe(1);
});
