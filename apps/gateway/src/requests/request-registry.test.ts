import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LaneHolds, LaneQueue } from "../lanes/index.ts";
import type { Fact } from "../recorder/index.ts";
import {
  CancelledError,
  RequestFailure,
  RequestRegistry,
  toContractError,
  type RequestSpec,
} from "./index.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function createRegistry({
  maxInFlight = 100,
  maxBytes = 1_000,
  concurrency = 10,
  maxWaitMs = 1_000,
  shed = (): string | null => null,
} = {}) {
  const clock = { now: () => Date.now(), mono: () => performance.now() };
  const holds = new LaneHolds();
  const lanes = new LaneQueue({ limitOf: () => concurrency, maxDepth: () => 2, clock, holds });
  const facts: string[] = [];
  const state = (fact: Fact): void => {
    if (fact.type === "request.queued") facts.push(`${fact.request.id} queued`);
    if (fact.type === "request.started") facts.push(`${fact.requestId} started`);
    if (fact.type === "request.ended") facts.push(`${fact.requestId} ${fact.outcome}`);
  };
  const registry = new RequestRegistry({ lanes, state, maxWaitMs, maxInFlight, maxBytes, shed });
  /** Runs until its signal aborts, unless it is told what to answer. */
  const run = (id: string, more: Partial<RequestSpec> = {}, answer?: Promise<string>) => {
    const running = registry.run({ ...spec, id, ...more }, async ({ signal }) => {
      const aborted = Promise.withResolvers<string>();
      signal.addEventListener("abort", () => aborted.reject(new Error("stopped somehow")));
      return answer ?? aborted.promise;
    });
    // Looked at later.
    running.catch(() => {});
    return running;
  };
  return { registry, run, facts, lanes, holds };
}

describe("RequestRegistry", () => {
  it("states a request's queue, start and end, and only then lets the next of its lane run", async () => {
    const { run, facts, registry } = createRegistry();
    const one = run("a", { sessionId: "s" }, Promise.resolve("one"));
    const two = run("b", { sessionId: "s" }, Promise.resolve("two"));
    expect(await Promise.all([one, two])).toEqual(["one", "two"]);
    expect(facts).toEqual(["a queued", "b queued", "a started", "a ok", "b started", "b ok"]);
    expect([registry.size, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it("ends one past its deadline, queueing included, as a timeout", async () => {
    const { run, facts } = createRegistry();
    const late = run("a", { deadlineMs: 500 });
    await vi.advanceTimersByTimeAsync(500);
    await expect(late).rejects.toMatchObject({ kind: "timeout" });
    expect(facts.at(-1)).toBe("a failed");
  });

  it("ends one that waits too long for its turn, and says to come again", async () => {
    const { run, lanes, facts } = createRegistry({ maxWaitMs: 200 });
    const first = run("a", { sessionId: "s" });
    const waits = run("b", { sessionId: "s" });
    await vi.advanceTimersByTimeAsync(200);
    await expect(waits).rejects.toMatchObject({ kind: "queue_full", retryAfterMs: 1_000 });
    expect(facts).toEqual(["a queued", "b queued", "a started", "b failed"]);
    expect(lanes.totalPending()).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(first).rejects.toMatchObject({ kind: "timeout" });
  });

  it("cancels one by its id, and one whose client has left, with the reason and no other", async () => {
    const { run, registry, facts } = createRegistry();
    const cancelled = run("a");
    await vi.advanceTimersByTimeAsync(1);
    expect(registry.cancel("a", "enough")).toBe(true);
    await expect(cancelled).rejects.toMatchObject({ kind: "cancelled", message: "enough" });
    expect(registry.cancel("a", "again")).toBe(false);
    const leaving = new AbortController();
    const left = run("b", { signal: leaving.signal });
    leaving.abort(new CancelledError("gone"));
    await expect(left).rejects.toMatchObject({ kind: "cancelled", message: "gone" });
    const gone = run("c", { signal: leaving.signal });
    await expect(gone).rejects.toMatchObject({ kind: "cancelled" });
    expect(facts.filter((fact) => fact.endsWith("cancelled"))).toHaveLength(3);
    expect(facts).not.toContain("c started");
  });

  it("refuses an id that is taken, a full lane and one too many, and states nothing of them", async () => {
    const { run, facts } = createRegistry({ maxInFlight: 8 });
    void run("a", { sessionId: "s" });
    await expect(run("a")).rejects.toMatchObject({ code: "conflict" });
    void run("b", { sessionId: "s" });
    void run("c", { sessionId: "s" });
    await expect(run("d", { sessionId: "s" })).rejects.toMatchObject({ code: "queue_full" });
    void run("e");
    await expect(run("f")).rejects.toMatchObject({ code: "overloaded" });
    expect(facts.filter((fact) => fact.endsWith("queued"))).toHaveLength(4);
  });

  it("keeps half of what is taken for other tokens, and holds no more bytes than it may", async () => {
    const { run } = createRegistry({ maxInFlight: 4, maxBytes: 10 });
    const other = { tokenId: "u", name: "web", role: "ingest" } as const;
    void run("a");
    void run("b");
    await expect(run("c")).rejects.toThrow("of this token");
    await expect(run("d", { caller: other, body: "x".repeat(9) })).rejects.toThrow("bytes");
    const ends = Promise.withResolvers<string>();
    const taken = run("e", { caller: other, body: "x".repeat(8) }, ends.promise);
    await expect(run("f", { caller: other })).rejects.toMatchObject({ code: "overloaded" });
    ends.resolve("done");
    await taken;
    void run("g", { caller: other, body: "x".repeat(8) });
  });

  it("drains: takes no more, waits for what ends by itself, and cancels the rest with a reason", async () => {
    const { run, registry } = createRegistry();
    const answer = Promise.withResolvers<string>();
    const finishes = run("a", {}, answer.promise);
    const hangs = run("b");
    const drained = registry.drain(1_000);
    expect(registry.isDraining).toBe(true);
    await expect(run("c")).rejects.toMatchObject({ code: "draining" });
    answer.resolve("done");
    expect(await finishes).toBe("done");
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(hangs).rejects.toThrow("The gateway is stopping");
    const failure = await hangs.catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: "cancelled", retryAfterMs: 2_000 });
    if (!(failure instanceof RequestFailure)) throw new Error("expected a RequestFailure");
    // For its client a gateway that is away for a moment, and no wish of anybody's.
    expect(toContractError(failure, "b")).toMatchObject({
      code: "draining",
      detail: { errorKind: "cancelled", retryAfterMs: 2_000 },
    });
    await drained;
    expect(vi.getTimerCount()).toBe(0);
  });

  it("waits for nothing in its drain that a paused lane keeps from starting", async () => {
    const { run, registry, lanes, holds } = createRegistry();
    const key = "t/s";
    const hold = (until: number | null): void => {
      holds.set(key, { mode: "paused", until, reason: null, by: "ops", since: 0 });
      lanes.holdsChanged(key);
    };
    hold(null);
    const waits = run("a", { sessionId: "s" });
    const drained = registry.drain(60_000);
    await expect(waits).rejects.toMatchObject({
      message: "The gateway is stopping, and its lane is paused. Send it again.",
      retryAfterMs: 2_000,
    });
    await drained;
    hold(Date.now() + 59_000);
    expect([...lanes.pausedBeyond(60_000)]).toEqual([]);
  });

  it("takes nothing while it is told to shed, and states nothing of it", async () => {
    let why: string | null = "memory is nearly full";
    const { run, facts } = createRegistry({ shed: () => why });
    await expect(run("a")).rejects.toMatchObject({
      code: "overloaded",
      message: "memory is nearly full",
      detail: { retryAfterMs: 1_000 },
    });
    expect(facts).toEqual([]);
    why = null;
    await run("a", {}, Promise.resolve("done"));
  });

  it("calls what nobody foresaw a failure of the gateway itself, and keeps its cause", async () => {
    const { run, facts } = createRegistry();
    const cause = new TypeError("x is not a function");
    const failed = run("a", {}, Promise.reject(cause));
    await expect(failed).rejects.toBeInstanceOf(RequestFailure);
    await expect(failed).rejects.toMatchObject({ kind: "internal", cause });
    expect(facts.at(-1)).toBe("a failed");
  });
});

const spec: RequestSpec = {
  id: "",
  caller: { tokenId: "t", name: "crm", role: "ingest" },
  channel: "trpc",
  sessionId: null,
  agent: null,
  provider: null,
  model: null,
  practice: false,
  pool: "agents",
  route: "",
  body: "x",
  signal: new AbortController().signal,
  deadlineMs: 5_000,
};
