import { expect, test } from "vitest";
import { scrub, stepMsOf } from "./scrub.ts";

const minute = 60_000;
const now = 1_764_385_927_400;

test("a step is a sixtieth of the window, and a second at least", () => {
  expect(stepMsOf(15 * minute)).toBe(15_000);
  expect(stepMsOf(30_000)).toBe(1_000);
});

test("from live the way back begins at a whole second, a step ago", () => {
  expect(scrub(undefined, 15 * minute, -1, now)).toBe(1_764_385_912_000);
});

test("steps add up, and what was between seconds stays between them", () => {
  const at = now - 10 * minute;
  expect(scrub(at, 15 * minute, -10, now)).toBe(at - 150_000);
  expect(scrub(at, 15 * minute, 1, now)).toBe(at + 15_000);
});

test("forward past now is live again, and there is no time before there was any", () => {
  expect(scrub(now - 10_000, 15 * minute, 1, now)).toBeUndefined();
  expect(scrub(undefined, 15 * minute, 1, now)).toBeUndefined();
  expect(scrub(5_000, 15 * minute, -10, now)).toBe(1);
});
