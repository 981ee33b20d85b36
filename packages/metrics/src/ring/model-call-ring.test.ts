import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MetricsCollector, MODEL_CALLS_KEPT } from "../index.ts";
import type { ModelCall } from "../index.ts";

const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
const label = fc.constantFrom("a", "b", "c");
const given = {
  timestamp: fc.integer({ min: 0, max: 2e12 }),
  provider: label,
  latency: amount,
  inputTokens: fc.nat(),
  outputTokens: fc.nat(),
  tokensPerSec: amount,
};
const optional = {
  model: label,
  ttft: amount,
  gap: amount,
  costUsd: fc.option(amount),
  channel: label,
  client: label,
  agent: label,
  requestId: label,
  practice: fc.boolean(),
};
const error = fc.constantFrom("boom", "late");
const requiredKeys = [
  "timestamp",
  "provider",
  "latency",
  "inputTokens",
  "outputTokens",
  "tokensPerSec",
] as const;
const call: fc.Arbitrary<ModelCall> = fc.oneof(
  fc.record({ ...given, ...optional }, { requiredKeys: [...requiredKeys] }),
  fc.record(
    { ...given, ...optional, error, errorKind: label },
    { requiredKeys: [...requiredKeys, "error"] },
  ),
);

test("keeps the last 200 calls as given, oldest first, and tells of them", () => {
  fc.assert(
    fc.property(
      fc.array(call, { minLength: 0, maxLength: 450, size: "max" }),
      (calls: readonly ModelCall[]) => {
        const collector = new MetricsCollector({ now: () => 5 });
        for (const one of calls) collector.recordModelCall(one);
        const kept = calls.slice(-MODEL_CALLS_KEPT);
        expect(collector.getModelMetrics()).toEqual(kept);
        const { modelCalls } = collector.getSnapshot();
        expect(modelCalls.total).toBe(calls.length);
        expect(modelCalls.recentCalls).toEqual(kept.slice(-20));
        const of = Math.max(1, kept.length);
        expect(modelCalls.avgLatency).toBeCloseTo(kept.reduce((sum, c) => sum + c.latency, 0) / of);
        expect(modelCalls.errorRate).toBe(kept.filter((c) => c.error !== undefined).length / of);
        expect(collector.counters().modelCallsOut).toBe(calls.length - kept.length);
      },
    ),
    { numRuns: 40 },
  );
});

const plain = {
  provider: "openai",
  latency: 10,
  inputTokens: 1,
  outputTokens: 2,
  tokensPerSec: 3,
} as const;

test("a call without a timestamp is of now", () => {
  const collector = new MetricsCollector({ now: () => 1234 });
  collector.recordModelCall(plain);
  expect(collector.getModelMetrics()).toEqual([{ timestamp: 1234, ...plain }]);
});

test("bad numbers are clamped and counted, each", () => {
  const collector = new MetricsCollector({ now: () => 7 });
  collector.recordModelCall({
    ...plain,
    timestamp: Number.NaN,
    latency: -5,
    inputTokens: Number.NaN,
    outputTokens: 1e300,
    ttft: -1,
    costUsd: Infinity,
  });
  expect(collector.getModelMetrics()).toEqual([
    {
      ...plain,
      timestamp: 7,
      latency: 0,
      inputTokens: 0,
      outputTokens: 1e12,
      costUsd: 1e12,
    },
  ]);
  expect(collector.counters().rejected).toBe(6);
});

test("a long text is cut and counted", () => {
  const collector = new MetricsCollector({ now: () => 7 });
  collector.recordModelCall({ ...plain, provider: "p".repeat(5000), error: "e".repeat(1e6) });
  const [kept] = collector.getModelMetrics();
  expect([kept?.provider.length, kept?.error?.length]).toEqual([200, 2000]);
  expect(collector.counters().rejected).toBeGreaterThanOrEqual(2);
});

test("recording a call counts no message and no error", () => {
  const collector = new MetricsCollector({ now: () => 7 });
  collector.recordModelCall({ ...plain, error: "boom" });
  expect(collector.getSnapshot()).toMatchObject({ messagesProcessed: 0, errors: 0 });
});
