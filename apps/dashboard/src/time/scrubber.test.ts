import { expect, test } from "vitest";
import { Scrubber } from "./scrubber.ts";

const now = 1_000_000_000;
const windowMs = 900_000;

function stage(start: number | undefined) {
  let at = start;
  const told: (number | undefined)[] = [];
  const timers: (() => void)[] = [];
  const scrubber = new Scrubber({
    current: () => ({ at, windowMs }),
    go: (next) => {
      at = next;
      told.push(next);
    },
    now: () => now,
    after: (_, callback) => timers.push(callback),
  });
  return { scrubber, told, pass: () => timers.shift()?.(), timers };
}

test("the first step goes at once, those that follow are gathered", () => {
  const { scrubber, told, pass, timers } = stage(now - 600_000);
  for (let i = 0; i < 10; i += 1) scrubber.step(-1);
  expect(told).toEqual([now - 615_000]);
  pass();
  expect(told).toEqual([now - 615_000, now - 750_000]);
  pass();
  expect(told).toHaveLength(2);
  expect(timers).toHaveLength(0);
  scrubber.step(1);
  expect(told.at(-1)).toBe(now - 735_000);
});

test("forward past now goes back to live", () => {
  const { scrubber, told } = stage(now - 10_000);
  scrubber.step(1);
  expect(told).toEqual([undefined]);
});
