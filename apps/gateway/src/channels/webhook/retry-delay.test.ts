import { expect, it } from "vitest";
import { retryDelayMs } from "./retry-delay.ts";

const hourMs = 3_600_000;

it("waits three times as long each time, four hours at most, up to a quarter less", () => {
  const delays = (random: number) =>
    [1, 2, 3, 20].map((failed) => retryDelayMs(failed, 5_000, () => random));
  expect(delays(0)).toEqual([5_000, 15_000, 45_000, 4 * hourMs]);
  expect(delays(1)).toEqual([3_750, 11_250, 33_750, 3 * hourMs]);
});

it("tries about a dozen times in a day", () => {
  let [passedMs, tries] = [0, 1];
  while (passedMs + retryDelayMs(tries, 5_000, () => 0) <= 24 * hourMs) {
    passedMs += retryDelayMs(tries, 5_000, () => 0);
    tries += 1;
  }
  expect(tries).toBe(13);
});
