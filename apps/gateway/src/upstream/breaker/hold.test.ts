import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Fact } from "../../recorder/index.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { providerConfig } from "../testing/start-upstream.ts";
import { Gates } from "./gates.ts";
import { hold } from "./hold.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

function createScene(random = () => 0) {
  const facts: Fact[] = [];
  const clock = { now: () => Date.now(), mono: () => Date.now() };
  const state = (fact: Fact): void => void facts.push(fact);
  const gates = new Gates({ clock, state, random });
  const gate = gates.of("local", "m");
  const provider = providerConfig();
  const request = (over: Partial<UpstreamRequest> = {}): UpstreamRequest => ({
    target: { provider, model: "m", baseUrl: new URL("http://127.0.0.1") },
    wire: "chat",
    requestId: "r",
    modelCall: 1,
    body: "",
    isStream: true,
    dropUsage: false,
    signal: new AbortController().signal,
    ...over,
  });
  return {
    facts,
    gates,
    gate,
    hold: (over?: Partial<UpstreamRequest>) =>
      hold({ clock, state, random }, gate, request(over), "r.1.1"),
    throttle: (ms: number) => {
      const pass = gate.enter();
      const failure = { kind: "rate_limit", message: "m" } as const;
      if (pass === null) return;
      gate.settle(pass, { failure, status: 429, retryAfterMs: ms, quota: null }, provider);
    },
    trip: () => {
      const passes = Array.from({ length: 5 }, () => gate.enter());
      for (const pass of passes) {
        const failure = { kind: "network", message: "m" } as const;
        if (pass === null) continue;
        gate.settle(pass, { failure, status: 0, retryAfterMs: null, quota: null }, provider);
      }
    },
    held: () => facts.flatMap((fact) => (fact.type === "attempt.held" ? [fact.spanId] : [])),
  };
}

const longPause = { until: null, reason: null, by: "ada", since: 0 };
const scope = { provider: "local", model: "m" };

describe("who is held", () => {
  it("goes on when the throttle is over, spread over the time after it", async () => {
    let drawn = 0;
    const scene = createScene(() => (drawn = (drawn + 0.1) % 1));
    scene.throttle(3_000);
    const wentAt: number[] = [];
    const started = Date.now();
    const all = Array.from({ length: 50 }, async () => {
      const { pass } = await scene.hold();
      expect(pass).not.toBeNull();
      wentAt.push(Date.now() - started);
    });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(wentAt.length).toBeLessThan(50);
    await vi.advanceTimersByTimeAsync(1_100);
    await Promise.all(all);
    expect(Math.min(...wentAt)).toBeGreaterThanOrEqual(3_000);
    expect(new Set(wentAt).size).toBeGreaterThan(5);
  });

  it("waits for no throttle that outlasts it, and with a fallback for a second at most", async () => {
    const scene = createScene();
    scene.throttle(15_000);
    expect(await scene.hold()).toMatchObject({ pass: null, block: { waitsFor: "throttled" } });
    await vi.advanceTimersByTimeAsync(14_100);
    const patient = scene.hold({ hasFallback: true });
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await patient).pass).not.toBeNull();
    scene.throttle(1_001);
    expect((await scene.hold({ hasFallback: true })).block?.waitsFor).toBe("throttled");
  });

  it("waits for a pause as long as it may, and then goes without", async () => {
    const scene = createScene();
    scene.gates.pause(scope, longPause);
    const waiting = scene.hold();
    await vi.advanceTimersByTimeAsync(9_999);
    expect(scene.gate.waiters.size).toBe(1);
    await vi.advanceTimersByTimeAsync(10);
    expect(await waiting).toMatchObject({ pass: null, block: { waitsFor: "paused" } });
    expect(scene.gate.waiters.size).toBe(0);
    expect((await scene.hold({ hasFallback: true })).block?.waitsFor).toBe("paused");
  });

  it("goes on as soon as an operator resumes it", async () => {
    const scene = createScene();
    scene.gates.pause(scope, longPause);
    const waiting = scene.hold();
    await vi.advanceTimersByTimeAsync(100);
    scene.gates.unpause(scope, "over");
    await vi.advanceTimersByTimeAsync(1);
    expect((await waiting).pass).not.toBeNull();
  });

  it("ends at once with its request", async () => {
    const scene = createScene();
    scene.gates.pause(scope, longPause);
    const controller = new AbortController();
    const waiting = scene.hold({ signal: controller.signal });
    controller.abort();
    expect(await waiting).toEqual({ pass: null, block: null });
    expect(scene.gate.waiters.size).toBe(0);
  });

  it("is one of a thousand at most", async () => {
    const scene = createScene();
    scene.gates.pause(scope, longPause);
    const waiting = Array.from({ length: 1_000 }, () => scene.hold());
    const beyond = await scene.hold();
    expect(beyond.block?.reason).toContain("1000 calls wait for it already");
    scene.gates.unpause(scope, "over");
    await vi.advanceTimersByTimeAsync(2_000);
    await Promise.all(waiting);
  });

  it("sees one trial pass by, and goes on with its success", async () => {
    const scene = createScene();
    scene.trip();
    const passes: unknown[] = [];
    const waiting = Array.from({ length: 10 }, async () => {
      const { pass } = await scene.hold();
      passes.push(pass);
      return pass;
    });
    await vi.advanceTimersByTimeAsync(5_100);
    expect(passes).toHaveLength(1);
    const trial = await Promise.any(waiting);
    if (trial !== null) scene.gate.works(trial);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(passes).toHaveLength(10);
  });

  it("is told once of each thing it waits for", async () => {
    const scene = createScene();
    scene.throttle(2_000);
    const waiting = scene.hold();
    scene.gates.pause(scope, { ...longPause, until: Date.now() + 4_000 });
    await vi.advanceTimersByTimeAsync(5_000);
    await waiting;
    expect(scene.held()).toEqual(["r.1.1.held1", "r.1.1.held2"]);
  });
});
