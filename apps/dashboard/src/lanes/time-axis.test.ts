import { expect, test } from "vitest";
import { viewportFor } from "./geometry.ts";
import { timeTicks } from "./time-axis.ts";

const end = new Date(2026, 10, 29, 14, 3, 7).getTime();
const labels = (spanMs: number, isNow: boolean) =>
  timeTicks(viewportFor({ width: 1_220, height: 214, end, spanMs }), isNow).map(
    ({ label }) => label,
  );

test("a recent window is told in seconds before now", () => {
  const seconds = [10, 20, 30, 40, 50, 60];
  expect(labels(60_000, true)).toEqual(seconds.map((ago) => `−${ago} s`));
});

test("others are told by the clock, at round times", () => {
  expect(labels(60_000, false)[0]).toBe("14:02:10");
  expect(labels(3_600_000, true).slice(0, 2)).toEqual(["13:10", "13:20"]);
  expect(labels(86_400_000, false)).toContain("29 Nov");
  expect(labels(2_000, false)).toContain("14:03:06.0");
});
