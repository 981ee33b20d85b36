import { expect, test } from "vitest";
import {
  drawnValues,
  goesOn,
  isEmpty,
  mostOf,
  nearestIndex,
  type ChartContent,
} from "./chart-content.ts";

const bars: ChartContent = {
  series: [
    { key: "a", label: "a", color: "q1", kind: "bar" },
    { key: "b", label: "b", color: "q2", kind: "bar" },
  ],
  data: {
    t: [0, 10],
    values: [
      [1, 2],
      [3, null],
    ],
  },
};

test("bars are drawn one on the other, and lines where they are", () => {
  expect(drawnValues(bars)).toEqual([
    [1, 2],
    [4, null],
  ]);
});

test("the axis reaches all that is now, its requests too, and of what was before half as much again", () => {
  const most = (more: Partial<ChartContent>) => {
    const content = { ...bars, ...more };
    return mostOf(drawnValues(content), content);
  };
  expect(most({})).toBe(4);
  expect(most({ before: { total: [5, 1] } })).toBe(5);
  expect(most({ before: { total: [500, 1] } })).toBe(6);
  const dot = { id: "r", t: 5, value: 9, kind: "slow", label: "" } as const;
  expect(most({ dots: [dot, { ...dot, value: null }] })).toBe(9);
});

test("a chart of nothing is empty, and one with a request alone is not", () => {
  const none = { ...bars, data: { t: [0], values: [[null], [null]] } };
  expect(isEmpty(bars)).toBe(false);
  expect(isEmpty(none)).toBe(true);
  const dot = { id: "r", t: 0, value: null, kind: "failed", label: "" } as const;
  expect(isEmpty({ ...none, dots: [dot] })).toBe(false);
});

test("the nearest point is found from either side", () => {
  const times = [0, 10, 20, 30];
  expect([-5, 0, 4, 6, 16, 99].map((t) => nearestIndex(times, t))).toEqual([0, 0, 0, 1, 2, 3]);
  expect(nearestIndex([], 5)).toBe(-1);
});

test("the same some steps later goes on; another time, another step and other series are another view", () => {
  const at = (from: number, step = 10): ChartContent => ({
    ...bars,
    data: { t: [from, from + step], values: bars.data.values },
  });
  expect(goesOn(at(0), at(0))).toBe(true);
  expect(goesOn(at(0), at(40))).toBe(true);
  expect(goesOn(at(0), at(50))).toBe(false);
  expect(goesOn(at(50), at(40))).toBe(false);
  expect(goesOn(at(0), at(0, 20))).toBe(false);
  expect(goesOn(at(0), { ...at(0), series: bars.series.slice(1) })).toBe(false);
  expect(goesOn(at(0), { ...at(0), series: bars.series.toReversed() })).toBe(false);
  expect(goesOn({ ...bars, data: { t: [], values: [] } }, at(0))).toBe(false);
});
