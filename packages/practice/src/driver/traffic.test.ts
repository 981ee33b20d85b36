import { describe, expect, it } from "vitest";
import { startPracticeUpstream } from "../upstream/practice-upstream.ts";
import type { CallResult } from "./caller.ts";
import type { TrafficOptions } from "./traffic.ts";
import { startTraffic } from "./traffic.ts";

const SLASHED = "practice/swift-1";

async function upstreamFor(pace: number) {
  // Named as through a gateway, so that the traffic brings tools of its own.
  const models = [SLASHED, "assistant"].map((id) => ({
    id,
    ttftMs: { median: 20, sigma: 0.2 },
    gapMs: { median: 2, sigma: 0.2 },
    answerTokens: { median: 30, sigma: 0.3 },
    contextTokens: 100_000,
  }));
  return startPracticeUpstream({ pace, models });
}

function optionsFor(upstream: { readonly url: string }, more: Partial<TrafficOptions> = {}) {
  return {
    baseUrl: upstream.url,
    apiKey: "test",
    seed: 3,
    ratePerSecond: 400,
    sessions: 3,
    models: [
      { model: SLASHED, weight: 1 },
      { model: "assistant", weight: 1 },
    ],
    ...more,
  };
}

/** The results of traffic that is stopped once there are so many. */
async function resultsOf(count: number, more: Partial<TrafficOptions> = {}) {
  await using upstream = await upstreamFor(0);
  const results: CallResult[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const onResult = (result: CallResult) => {
    results.push(result);
    if (results.length === count) resolve();
  };
  // Room for every arrival, however long a busy machine takes for the answers.
  const maxOutstanding = 100_000;
  const traffic = startTraffic(optionsFor(upstream, { maxOutstanding, ...more, onResult }));
  await promise;
  await traffic.stop();
  return { results, stats: traffic.stats(), upstream: upstream.stats() };
}

describe("startTraffic", () => {
  it("asks in sessions and alone, streamed and not, with tools and without", async () => {
    const { results, stats } = await resultsOf(120);
    expect(results.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    const ids = new Set(results.map(({ sessionId }) => sessionId));
    expect(ids.has(undefined) && ids.has("practice-3-0")).toBe(true);
    expect(results.some(({ plan }) => !plan.stream)).toBe(true);
    const withTools = results.filter(({ rounds }) => rounds === 2);
    expect(withTools.length).toBeGreaterThan(0);
    for (const { plan, measure, outcome } of withTools) {
      expect(plan).toMatchObject({ model: SLASHED, isToolQuestion: true });
      if (outcome === "ok") expect(measure.text).toMatch(/The (?:clock|calculator) says/);
    }
    expect(stats.ok + stats.hungUp + stats.stopped).toBe(results.length);
    expect(stats).toMatchObject({
      arrivals: results.length,
      failed: 0,
      outstanding: 0,
      skipped: 0,
    });
  });

  it("hangs up on streams", async () => {
    const { results, stats } = await resultsOf(20, { mix: { hangUp: 1, streamed: 1, tools: 0 } });
    const hungUp = results.filter(({ outcome }) => outcome === "hung_up");
    expect(hungUp.length).toBe(stats.hungUp);
    expect(hungUp.length).toBeGreaterThan(0);
  });

  it("counts failures and goes on", async () => {
    const { stats } = await resultsOf(10, { models: [{ model: "fault-server-error", weight: 1 }] });
    expect(stats.failed).toBeGreaterThanOrEqual(10);
    expect(stats.ok).toBe(0);
  });

  it("skips arrivals beyond its bound, and stops at once with calls under way", async () => {
    await using upstream = await upstreamFor(1_000);
    const traffic = startTraffic(optionsFor(upstream, { maxOutstanding: 2, ratePerSecond: 2_000 }));
    await upstream.waitFor(({ active }) => active === 2);
    while (traffic.stats().skipped === 0) await new Promise(setImmediate);
    expect(traffic.stats().outstanding).toBe(2);
    await traffic.stop();
    expect(traffic.stats()).toMatchObject({ outstanding: 0, stopped: 2 });
    const { arrivals } = traffic.stats();
    await upstream.waitFor(({ active }) => active === 0);
    expect(traffic.stats().arrivals).toBe(arrivals);
  });

  it("ends with its signal, even one that has aborted already", async () => {
    await using upstream = await upstreamFor(0);
    const controller = new AbortController();
    const traffic = startTraffic(optionsFor(upstream, { signal: controller.signal }));
    await upstream.waitFor(({ requests }) => requests > 3);
    controller.abort();
    await traffic.stop();
    expect(traffic.stats().outstanding).toBe(0);
    const late = startTraffic(optionsFor(upstream, { signal: controller.signal }));
    expect(late.stats().arrivals).toBe(0);
  });

  it("counts what its listener throws on", async () => {
    await using upstream = await upstreamFor(0);
    const { promise, resolve } = Promise.withResolvers<void>();
    const onResult = () => {
      resolve();
      throw new Error("not interested");
    };
    await using traffic = startTraffic(optionsFor(upstream, { onResult }));
    await promise;
    await traffic.stop();
    expect(traffic.stats().lost).toBeGreaterThan(0);
  });

  it("refuses a rate of nothing, and models that nobody asks", () => {
    const options = optionsFor({ url: "http://127.0.0.1:9/v1" });
    expect(() => startTraffic({ ...options, ratePerSecond: 0 })).toThrow(RangeError);
    expect(() => startTraffic({ ...options, models: [] })).toThrow(RangeError);
  });
});
