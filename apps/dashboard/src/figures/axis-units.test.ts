import { expect, test } from "vitest";
import { formatAxisDuration } from "./axis-units.ts";

test("the ticks of one axis are in one unit", () => {
  const axis = (ticks: readonly number[]) =>
    ticks.map((ms) => formatAxisDuration(ms, ticks.at(-1)));
  expect(axis([0, 20, 40, 60])).toEqual(["0", "20 ms", "40 ms", "60 ms"]);
  expect(axis([0, 40, 80, 120])).toEqual(["0", "0.04 s", "0.08 s", "0.12 s"]);
  expect(axis([0, 100, 200, 300])).toEqual(["0", "0.1 s", "0.2 s", "0.3 s"]);
  expect(axis([0, 4_000, 8_000, 12_000])).toEqual(["0", "4 s", "8 s", "12 s"]);
});

test("a duration by itself is in the unit it is short in", () => {
  expect([0, 60, 500, 12_000].map((ms) => formatAxisDuration(ms))).toEqual([
    "0",
    "60 ms",
    "0.5 s",
    "12 s",
  ]);
});
