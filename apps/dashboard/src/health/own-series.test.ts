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

test("stalls are counted one by one, and the longest is told; a gap is none", () => {
  const span = (kind: "stall" | "gap", from: number, to: number) => ({
    kind,
    from,
    to,
    detail: "",
  });
  const spans = [span("stall", 1_000, 1_250), span("gap", 0, 9_000), span("stall", 1_250, 2_150)];
  expect(stallsOf(spans)).toEqual({ times: 2, mostMs: 900 });
  expect(stallsOf([])).toEqual({ times: 0, mostMs: 0 });
});
