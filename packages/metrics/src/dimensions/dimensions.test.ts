import { expect, test } from "vitest";
import { DIMENSIONS, MAX_SERIES, MetricsCollector, SERIES_LIMITS } from "../index.ts";

const call = { provider: "p", latency: 5, inputTokens: 1, outputTokens: 1, tokensPerSec: 1 };

test("all limits together, with every `other` and the whole, stay within 500 series", () => {
  const values = DIMENSIONS.reduce((sum, dimension) => sum + SERIES_LIMITS[dimension], 0);
  expect(values + DIMENSIONS.length + 1).toBeLessThanOrEqual(MAX_SERIES);
});

test("past its limit a dimension counts under `other`, and a flood leaves the rest alone", () => {
  const collector = new MetricsCollector({ now: () => 1e12 });
  for (let at = 0; at < 2000; at++) {
    collector.recordModelCall({ ...call, client: `client-${at}`, model: `model-${at}` });
  }
  collector.recordModelCall({ ...call, agent: "late", client: "client-0", model: "model-0" });
  const clients = collector.breakdown("client");
  expect(clients).toHaveLength(SERIES_LIMITS.client + 1);
  expect(clients.find(({ value }) => value === "other")?.modelCalls).toBe(2000 - 128);
  expect(clients.find(({ value }) => value === "client-0")?.modelCalls).toBe(2);
  expect(collector.breakdown("model")).toHaveLength(SERIES_LIMITS.model + 1);
  expect(collector.breakdown("agent")).toMatchObject([{ value: "late", modelCalls: 1 }]);
  expect(collector.counters().seriesOverflow).toBe(2000 - 128 + 2000 - 144);
  expect(collector.counters().series).toBeLessThanOrEqual(MAX_SERIES);
});

test("a value that may be under `other` is unknown, one never seen is zero", () => {
  const collector = new MetricsCollector({ now: () => 1e12, seriesLimits: { client: 1 } });
  const read = (): (number | null)[] =>
    collector
      .series({ metric: "modelCalls", dimension: "client", value: "b", from: 1e12, to: 1e12 })
      .points.map(({ value }) => value);
  collector.recordModelCall({ ...call, client: "a" });
  expect(read()).toEqual([0]);
  collector.recordModelCall({ ...call, client: "c" });
  expect(read()).toEqual([null]);
});

test("names of objects' own are names like any other", () => {
  const collector = new MetricsCollector({ now: () => 1e12 });
  for (const agent of ["__proto__", "constructor", "toString", "other"]) {
    collector.recordModelCall({ ...call, agent });
  }
  expect(collector.breakdown("agent").map(({ value }) => value)).toEqual([
    "__proto__",
    "constructor",
    "toString",
    "other",
  ]);
});

test("totals are since start, a breakdown is over its window", () => {
  const clock = { now: 1e12 };
  const collector = new MetricsCollector({ now: () => clock.now });
  collector.recordModelCall({ ...call, costUsd: 0.25 });
  collector.recordToolCall({ tool: "clock", durationMs: 3 });
  clock.now += 3_600_000;
  collector.recordModelCall({ ...call, costUsd: 0.5, error: "boom", errorKind: "timeout" });
  collector.recordToolCall({ tool: "clock", durationMs: 9, error: "boom" });
  expect(collector.totals("provider")).toMatchObject([{ modelCalls: 2, costUsd: 0.75 }]);
  expect(collector.breakdown("provider")).toMatchObject([
    { value: "p", modelCalls: 1, modelFailures: 1, costUsd: 0.5, latency: { count: 1, p99: 5 } },
  ]);
  expect(collector.breakdown("provider", 90)).toMatchObject([{ modelCalls: 2 }]);
  expect(collector.breakdown("tool")).toMatchObject([
    { value: "clock", toolCalls: 1, toolFailures: 1, toolDuration: { max: 9 } },
  ]);
  expect(collector.breakdown("errorKind")).toMatchObject([{ value: "timeout", modelFailures: 1 }]);
});

test("an attempt that another one saved is no call, and no failure of one", () => {
  const collector = new MetricsCollector({ now: () => 1e12 });
  const attempt = { provider: "p", model: "m", errorKind: "network", client: "crm" };
  collector.recordRecovered(attempt);
  collector.recordModelCall({ ...call, provider: "p", model: "m", finishReason: "stop" });
  for (const dimension of ["provider", "model", "client"] as const) {
    expect(collector.breakdown(dimension)).toMatchObject([{ recovered: 1, modelFailures: 0 }]);
  }
  expect(collector.breakdown("errorKind")).toMatchObject([{ value: "network", recovered: 1 }]);
  expect(collector.getSnapshot().modelCalls.total).toBe(1);
  expect(collector.getModelMetrics()).toMatchObject([{ finishReason: "stop" }]);
});
