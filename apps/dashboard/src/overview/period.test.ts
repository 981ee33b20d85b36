import { expect, test } from "vitest";
import { overviewPoint } from "./overview-point.fixture.ts";
import { periodsUntil } from "./period.ts";

const stepMs = 60_000;

const series = (...steps: number[]) => ({
  stepMs,
  points: steps.map((i) => overviewPoint({ t: i * stepMs, messages: 1 })),
});

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
