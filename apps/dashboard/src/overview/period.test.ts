import type { OverviewPoint } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { periodsUntil } from "./period.ts";

const stepMs = 60_000;

function point(t: number): OverviewPoint {
  return {
    t,
    messages: 1,
    failed: 0,
    failures: {},
    inFlight: 0,
    waiting: 0,
    oldestWaitMs: 0,
    overdue: 0,
    ttft: {},
    gap: {},
    costUsd: 0,
    unpriced: 0,
    modelCalls: 0,
    outputTokens: 0,
  };
}

const series = (...steps: number[]) => ({ stepMs, points: steps.map((i) => point(i * stepMs)) });

test("the last step is the last that was over, and as many steps lie before", () => {
  const { now, before } = periodsUntil(series(0, 1, 2, 3, 4, 5, 6), 6 * stepMs + 30_000, 3);
  expect(now.t.map((t) => t / stepMs)).toEqual([3, 4, 5]);
  expect(before.t.map((t) => t / stepMs)).toEqual([0, 1, 2]);
  expect(now.points.every((each) => each !== null)).toBe(true);
});

test("a gap up to the moment is a gap, and nothing earlier takes its place", () => {
  const { now } = periodsUntil(series(0, 1, 2), 5 * stepMs + 30_000, 3);
  expect(now.t.map((t) => t / stepMs)).toEqual([2, 3, 4]);
  expect(now.points.map((each) => each === null)).toEqual([false, true, true]);
});
