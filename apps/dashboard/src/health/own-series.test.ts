import type { HistorySeries } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { lastOf, ownMetrics, ownSeries, stallsOf } from "./own-series.ts";

const stepMs = 1_000;

function answers(loop: readonly (number | null)[]): HistorySeries[] {
  const t = loop.map((_, i) => i * stepMs);
  return ownMetrics.map((metric, i) => {
    const values = metric === "loopDelayMs" ? loop : loop.map(() => i);
    const group = { value: "", values: [...values], max: [...values] };
    return { kind: "gauge", stepMs, t, groups: [group], more: 0, gaps: [] };
  });
}

test("each answer is its own metric's", () => {
  const { mean } = ownSeries(answers([1, 2]));
  expect(ownMetrics.map((metric) => mean[metric])).toEqual([
    [1, 2],
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
    [5, 5],
    [6, 6],
  ]);
  expect(ownSeries(answers([1, 2, 3]), 2_500).mean.loopDelayMs).toEqual([1, 2]);
  expect(lastOf([1, 2, null])).toBe(2);
  expect(lastOf([null])).toBeNull();
});

test("a stall of some seconds is one, a gap is none, and the longest delay is told", () => {
  const { spans, mostMs } = stallsOf(ownSeries(answers([3, 250, 900, 4, null, 200, 201])));
  expect(spans.map(({ from, to }) => [from, to])).toEqual([
    [1_000, 3_000],
    [6_000, 7_000],
  ]);
  expect(mostMs).toBe(900);
  expect(stallsOf(ownSeries([]))).toEqual({ spans: [], mostMs: 0 });
});
