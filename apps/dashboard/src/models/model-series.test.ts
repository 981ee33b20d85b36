import type { HistorySeries } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { callsChart, costChart, quantilesChart, type ModelSeries } from "./model-series.ts";

const stepMs = 10_000;

function counter(values: readonly (number | null)[]): HistorySeries {
  return {
    kind: "counter",
    stepMs,
    t: values.map((_, i) => i * stepMs),
    groups: [{ value: "p/m", values: [...values] }],
    more: 0,
    gaps: [],
  };
}

const none = counter([]);
const all: ModelSeries = {
  modelCalls: counter([10, 20, 30, 40, 5]),
  modelFailures: counter([0, 10, 0, 20, 5]),
  ttft: none,
  latency: none,
  gap: none,
  tokensPerSec: none,
  costUsd: none,
};

test("the last steps are shown, those before are what they are compared with, and an open one is neither", () => {
  const { data, before } = callsChart(all, { steps: 2, isLastOpen: true });
  expect(data.t).toEqual([20_000, 30_000]);
  // Failed, and on them what ended well.
  expect(data.values).toEqual([
    [0, 2],
    [3, 2],
  ]);
  expect(before).toEqual({ total: [1, 2] });
});

test("where nothing is known of the window before, nothing is compared", () => {
  const cost = counter([null, null, 0.01, 0.02]);
  const { data, before } = costChart(cost, { steps: 2, isLastOpen: false });
  expect(data.values).toEqual([[3.6, 7.2]]);
  expect(before).toBeUndefined();
});

test("a model that was not called has lines of nothing", () => {
  const { data } = quantilesChart(
    { ...counter([1, 2]), groups: [] },
    { steps: 2, isLastOpen: false },
  );
  expect(data.values).toEqual(Array.from({ length: 3 }, () => [null, null]));
});
