import type { Fault } from "@signalbox/practice/upstream";
import { describe, expect, it, vi } from "vitest";
import type { Fact } from "../recorder/index.ts";
import type { ResolveName } from "./name-lookup.ts";
import { providerConfig, startUpstream } from "./testing/start-upstream.ts";

const quick = { retries: { baseMs: 1 } };

function ofType<T extends Fact["type"]>(facts: readonly Fact[], type: T) {
  return facts.filter((fact): fact is Extract<Fact, { type: T }> => fact.type === type);
}

describe("an attempt that failed before its first byte is made again", () => {
  it.each<[string, Fault, boolean]>([
    ["a 5xx", { kind: "server_error", status: 500 }, true],
    ["an overload", { kind: "server_error", status: 529 }, true],
    ["a 429", { kind: "rate_limit", retryAfterMs: 1, as: "milliseconds" }, true],
    ["an error that opens the stream", { kind: "error_in_stream", afterTokens: 0 }, true],
    ["an end before any token", { kind: "end_early", afterTokens: 0 }, true],
    ["half a body", { kind: "end_early" }, false],
    ["a body that is cut", { kind: "cut" }, false],
  ])("%s", async (_, fault, isStream) => {
    await using test = await startUpstream({ provider: quick });
    test.practice.inject({ fault, times: 2 });
    const body = JSON.stringify({
      model: "swift-1",
      stream: isStream,
      messages: [{ role: "user", content: "Hello." }],
    });
    // With a fallback behind it nothing is forwarded before the first token.
    const { result, heads, text } = await test.call({ isStream, body, hasFallback: true });
    expect(result).toMatchObject({ failure: null, attempts: 3, hasForwarded: true });
    expect(heads).toBe(1);
    expect(text).toContain(isStream ? "[DONE]" : "choices");
    expect(test.practice.stats().requests).toBe(3);
    expect(
      ofType(test.facts, "attempt.started").map(({ spanId, attempt }) => [spanId, attempt]),
    ).toEqual([
      ["r1.1.1", 1],
      ["r1.1.2", 2],
      ["r1.1.3", 3],
    ]);
    expect(ofType(test.facts, "attempt.ended").map(({ final, end }) => [final, end.ok])).toEqual([
      [false, false],
      [false, false],
      [true, true],
    ]);
    expect(ofType(test.facts, "attempt.backoff")).toMatchObject([
      { spanId: "r1.1.1.backoff", attempt: 1 },
      { spanId: "r1.1.2.backoff", attempt: 2 },
    ]);
  });

  it("as often as it may be, and then its last failure stands", async () => {
    await using test = await startUpstream({ provider: quick });
    test.practice.inject({ fault: { kind: "server_error", status: 500 } });
    const { result, heads } = await test.call();
    expect(result).toMatchObject({
      failure: { kind: "upstream_5xx" },
      attempts: 3,
      hasForwarded: false,
      errorAnswer: { status: 500 },
    });
    expect(heads).toBe(0);
    expect(ofType(test.facts, "attempt.ended").map(({ final }) => final)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("where no connection could be made", async () => {
    await using test = await startUpstream({ provider: quick });
    const { result } = await test.call({ baseUrl: "http://127.0.0.1:9/v1" });
    expect(result).toMatchObject({ failure: { kind: "network" }, attempts: 3 });
  });

  it("from the attempts on that others made before", async () => {
    await using test = await startUpstream({ provider: quick });
    test.practice.inject({ fault: { kind: "server_error" }, times: 1 });
    await test.call({ firstAttempt: 4, modelCall: 2 });
    expect(ofType(test.facts, "attempt.started").map(({ spanId }) => spanId)).toEqual([
      "r1.2.4",
      "r1.2.5",
    ]);
  });
});

describe("an attempt is not made again", () => {
  it.each<[string, Fault, string]>([
    ["after its first byte", { kind: "cut", afterTokens: 2 }, "network"],
    ["with a refused key", { kind: "auth" }, "auth"],
    ["with too long a prompt", { kind: "context_length" }, "context_length"],
    ["with an empty answer, which was billed", { kind: "empty" }, "empty"],
    ["after no first byte in time", { kind: "hang" }, "timeout"],
    ["for a wait beyond patience", { kind: "rate_limit", retryAfterMs: 21_000 }, "rate_limit"],
  ])("%s", async (_, fault, kind) => {
    await using test = await startUpstream({
      provider: { ...quick, timeouts: { firstByteMs: 200 } },
    });
    test.practice.inject({ fault });
    const { result } = await test.call();
    expect(result).toMatchObject({ failure: { kind }, attempts: 1 });
    expect(test.practice.stats().requests).toBe(1);
    expect(ofType(test.facts, "attempt.ended")).toMatchObject([{ final: true }]);
  });

  it("where the config allows one attempt", async () => {
    await using test = await startUpstream({ provider: { retries: { maxAttempts: 1 } } });
    test.practice.inject({ fault: { kind: "server_error" } });
    expect((await test.call()).result.attempts).toBe(1);
  });

  it("once its request is over: the wait ends at once", async () => {
    await using test = await startUpstream({ provider: { retries: { baseMs: 60_000 } } });
    test.practice.inject({ fault: { kind: "server_error" } });
    const controller = new AbortController();
    const called = test.call({ signal: controller.signal });
    await vi.waitFor(() => {
      expect(ofType(test.facts, "attempt.backoff")).toHaveLength(1);
    });
    const before = performance.now();
    controller.abort(new Error("enough"));
    expect((await called).result).toMatchObject({
      failure: { kind: "cancelled", message: "enough" },
      attempts: 1,
    });
    expect(performance.now() - before).toBeLessThan(500);
    expect(test.facts.at(-1)).toMatchObject({ type: "attempt.abandoned", modelCall: 1 });
  });

  it("while so many fail that retries would add to the load, which is said once", async () => {
    const breaker = { failures: 1_000_000 };
    await using test = await startUpstream({ provider: { ...quick, breaker } });
    test.practice.inject({ fault: { kind: "server_error" } });
    for (let call = 0; call < 8; call += 1) await test.call();
    // Ten to begin with, and a fifth for each of eight calls.
    expect(test.practice.stats().requests).toBe(8 + 11);
    expect(test.gates.provider("local").budget.refused).toBeGreaterThan(0);
    test.practice.clearFaults();
    for (let call = 0; call < 40; call += 1) await test.call();
    expect(ofType(test.facts, "event")).toMatchObject([
      { level: "warn", source: "model.local", message: expect.stringContaining("not made again") },
      { level: "info", message: expect.stringContaining("made again as usual") },
    ]);
  });
});

describe("a 429 that says when", () => {
  it("is waited for, and nobody else runs into it meanwhile", async () => {
    await using test = await startUpstream({ provider: quick });
    const fault = { kind: "rate_limit", retryAfterMs: 400, as: "milliseconds" } as const;
    test.practice.inject({ fault, times: 1 });
    const first = test.call();
    await vi.waitFor(() => {
      expect(ofType(test.facts, "attempt.backoff")).toHaveLength(1);
    });
    const others = Array.from({ length: 5 }, () => test.call());
    await vi.waitFor(() => {
      expect(ofType(test.facts, "attempt.held")).toHaveLength(5);
    });
    expect(test.practice.stats().requests).toBe(1);
    const all = await Promise.all([first, ...others]);
    expect(all.map(({ result }) => result.failure)).toEqual(Array.from(all, () => null));
    expect(test.practice.stats()).toMatchObject({ requests: 7, faults: { rate_limit: 1 } });
    expect(ofType(test.facts, "attempt.held")[0]).toMatchObject({
      waitsFor: "throttled",
      until: expect.any(Number),
    });
    const [limited, ...rest] = test.practice.stats().recent;
    expect(Math.min(...rest.map(({ at }) => at - (limited?.at ?? 0)))).toBeGreaterThanOrEqual(399);
  });

  it("is left to a fallback where it takes longer than a moment", async () => {
    await using test = await startUpstream();
    test.practice.inject({ fault: { kind: "rate_limit", retryAfterMs: 5_000 }, times: 1 });
    const first = await test.call({ hasFallback: true });
    expect(first.result).toMatchObject({ attempts: 1, mayFallBack: true });
    const second = await test.call({ hasFallback: true });
    expect(second.result).toMatchObject({
      failure: { kind: "rate_limit" },
      attempts: 0,
      mayFallBack: true,
    });
    expect(second.result.retryAfterMs).toBeGreaterThan(3_000);
  });

  it("of a provider whose quota is used up is not run into at all", async () => {
    await using test = await startUpstream();
    const gate = test.gates.of("local", "swift-1");
    const quota = {
      requests: { limit: 9, remaining: 0, resetAt: Date.now() + 15_000 },
      tokens: null,
    };
    const pass = gate.enter();
    if (pass === null) throw new Error("It is closed.");
    gate.settle(pass, { failure: null, status: 200, retryAfterMs: null, quota }, providerConfig());
    const { result } = await test.call();
    expect(result).toMatchObject({ failure: { kind: "rate_limit" }, attempts: 0 });
    expect(result.failure?.message).toMatch(/^local · swift-1 is not called: .* called again at /);
  });
});

describe("a storm of 5xx", () => {
  const provider = {
    retries: { maxAttempts: 1 },
    breaker: { openMs: 300, maxHoldMs: 2_000 },
  };

  it("opens the breaker; one real call tries again, and its success lets the others through", async () => {
    await using test = await startUpstream({ provider });
    test.practice.inject({ fault: { kind: "server_error" }, times: 5 });
    for (let call = 0; call < 5; call += 1) await test.call();
    const [opened] = ofType(test.facts, "breaker.changed");
    expect(opened).toMatchObject({
      provider: "local",
      model: "swift-1",
      state: "open",
      reason: "5 of 5 attempts failed, mostly upstream_5xx",
    });
    const waiting = Array.from({ length: 20 }, () => test.call());
    expect(test.practice.stats().requests).toBe(5);
    const all = await Promise.all(waiting);
    expect(all.every(({ result }) => result.failure === null)).toBe(true);
    expect(ofType(test.facts, "breaker.changed").map(({ state }) => state)).toEqual([
      "open",
      "half-open",
      "closed",
    ]);
    expect(ofType(test.facts, "event")).toMatchObject([
      { level: "warn", source: "model.local" },
      { level: "info", source: "model.local" },
    ]);
  });

  it("lets exactly one call through when it is due, however many wait", async () => {
    await using test = await startUpstream({ provider, practice: { pace: 1 } });
    test.practice.inject({ fault: { kind: "server_error" }, times: 5 });
    for (let call = 0; call < 5; call += 1) await test.call();
    test.practice.inject({ fault: { kind: "stall", afterTokens: 0 }, times: 1 });
    const controller = new AbortController();
    const waiting = Array.from({ length: 20 }, () => test.call({ signal: controller.signal }));
    await test.practice.waitFor(({ requests }) => requests === 6);
    expect(ofType(test.facts, "breaker.changed").at(-1)?.state).toBe("half-open");
    expect(test.practice.stats().active).toBe(1);
    controller.abort(new Error("enough"));
    await Promise.all(waiting);
    expect(test.practice.stats().requests).toBe(6);
  });

  it("turns away at once who has a fallback, and after a while who has none", async () => {
    await using test = await startUpstream({
      provider: { ...provider, breaker: { openMs: 60_000, maxHoldMs: 2_000 } },
    });
    test.practice.inject({ fault: { kind: "server_error" } });
    for (let call = 0; call < 5; call += 1) await test.call();
    for (const hasFallback of [true, false]) {
      const { result } = await test.call({ hasFallback });
      expect(result).toMatchObject({
        failure: { kind: "upstream_5xx" },
        attempts: 0,
        mayFallBack: hasFallback,
      });
      expect(result.retryAfterMs).toBeGreaterThan(55_000);
      expect(result.failure?.message).toMatch(
        /^local · swift-1 is not called since \d\d:\d\d:\d\d UTC: 5 of 5 attempts failed, mostly upstream_5xx\. It is tried again at \d\d:\d\d:\d\d UTC\.$/,
      );
    }
    expect(test.practice.stats().requests).toBe(5);
    expect(ofType(test.facts, "attempt.held")).toMatchObject([
      { waitsFor: "breaker" },
      { waitsFor: "breaker" },
    ]);
  });
});

describe("a name server", () => {
  const provider = { retries: { maxAttempts: 1 }, timeouts: { connectMs: 400 } };
  const at = (port: number) => ({ baseUrl: `http://api.example:${port}/v1` });

  it("that answers nothing costs less than a connection may take", async () => {
    const resolve = vi.fn<ResolveName>();
    await using test = await startUpstream({ provider, resolve });
    const started = performance.now();
    const all = await Promise.all(
      Array.from({ length: 5 }, () => test.call(at(test.practice.port))),
    );
    expect(performance.now() - started).toBeLessThan(2_000);
    for (const { result } of all) {
      expect(result).toMatchObject({ failure: { kind: "network" }, attempts: 1 });
      expect(result.failure?.message).toBe(
        "The connection to local failed: its name was not found in time. Does its name server answer?",
      );
    }
    expect(resolve).toHaveBeenCalledTimes(1);
  });

  it("that fails a moment is asked again with the next attempt", async () => {
    const failed = Object.assign(new Error("getaddrinfo"), { code: "EAI_AGAIN" });
    const resolve = vi.fn<ResolveName>((_, callback) => {
      callback(null, [{ address: "127.0.0.1", family: 4 }]);
    });
    resolve.mockImplementationOnce((_, callback) => {
      callback(failed, []);
    });
    await using test = await startUpstream({ provider: quick, resolve });
    const { result } = await test.call(at(test.practice.port));
    expect(result).toMatchObject({ failure: null, attempts: 2 });
  });

  it("that leads inside is not obeyed, and what it said is not told", async () => {
    const resolve: ResolveName = (_, callback) => {
      callback(null, [{ address: "10.20.30.40", family: 4 }]);
    };
    await using test = await startUpstream({
      provider: { ...quick, allowPrivate: false },
      resolve,
    });
    const { result } = await test.call(at(443));
    expect(result).toMatchObject({ failure: { kind: "network" }, attempts: 1 });
    expect(result.failure?.message).toContain("api.example is at a private address");
    expect(JSON.stringify(test.facts)).not.toContain("10.20.30.40");
  });
});

it("asks no model of a provider that refused its key, until it has another", async () => {
  await using test = await startUpstream();
  test.practice.inject({ fault: { kind: "auth" } });
  await test.call({ model: "swift-1" });
  const { result } = await test.call({ model: "deep-1" });
  expect(result).toMatchObject({ failure: { kind: "auth" }, attempts: 0 });
  expect(result.failure?.message).toContain("its key was refused");
  expect(test.practice.stats().requests).toBe(1);
  expect(ofType(test.facts, "event")).toMatchObject([{ level: "warn", source: "model.local" }]);
  test.practice.clearFaults();
  test.gates.providerChanged("local");
  expect((await test.call({ model: "deep-1" })).result.failure).toBeNull();
});

it("waits for a paused model as long as it holds calls, and then says who paused it not", async () => {
  await using test = await startUpstream({ provider: { breaker: { maxHoldMs: 50 } } });
  const scope = { provider: "local", model: "swift-1" };
  const pause = { until: null, reason: "update", by: "ada", since: Date.now() };
  test.gates.pause(scope, pause);
  const { result } = await test.call();
  expect(result).toMatchObject({ failure: { kind: "queue_full" }, attempts: 0 });
  expect(result.failure?.message).toMatch(/paused it \(update\).*when somebody resumes it\.$/);
  expect(result.failure?.message).not.toContain("ada");
  expect((await test.call({ hasFallback: true })).result.mayFallBack).toBe(true);
  const patient = test.call({ provider: providerConfig({ breaker: { maxHoldMs: 60_000 } }) });
  test.gates.unpause(scope, "it is over");
  expect((await patient).result.failure).toBeNull();
});
