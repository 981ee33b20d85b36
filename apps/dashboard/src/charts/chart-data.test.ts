import { expect, test } from "vitest";
import { alone, highest, stacked, usualStep, withGaps } from "./chart-data.ts";

test("a missing step becomes an empty one", () => {
  expect(withGaps({ t: [0, 5, 10, 30, 35], values: [[1, 2, 3, 4, 5]] })).toEqual({
    t: [0, 5, 10, 15, 30, 35],
    values: [[1, 2, 3, null, 4, 5]],
  });
});

test.each([1, 250, 5_000, 60_000])("an even series of %d ms is left as it is", (step) => {
  const t = Array.from({ length: 100 }, (_, i) => i * step);
  const values = [t.map((x) => x / 2)];
  expect(withGaps({ t, values })).toEqual({ t, values });
});

test("the first of a stack lies at the bottom, and what is missing raises nothing", () => {
  expect(
    stacked([
      [1, 2, null],
      [3, null, 4],
    ]),
  ).toEqual([
    [1, 2, null],
    [4, null, 4],
  ]);
});

test("nothing has no highest value and a step of one", () => {
  expect(highest([[null], []])).toBe(Number.NEGATIVE_INFINITY);
  expect(highest([[1, null], [7]])).toBe(7);
  expect(usualStep([])).toBe(1);
});

test("a value between two that are missing stands alone", () => {
  expect(alone([1, null, 2, 3, null, 4, undefined, 5])).toEqual([0, 5, 7]);
  expect(alone([])).toEqual([]);
});
