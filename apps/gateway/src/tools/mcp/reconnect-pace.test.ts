import { expect, test } from "vitest";
import { ReconnectPace } from "./reconnect-pace.ts";

function start() {
  let now = 0;
  const pace = new ReconnectPace({ reconnectMs: 1_000, maxReconnectMs: 30_000 }, () => now);
  return {
    /** Asks, and waits as long as it is told to. */
    ask: () => {
      const waitMs = pace.next();
      now += waitMs;
      return waitMs;
    },
    rest: (ms: number) => {
      now += ms;
    },
  };
}

test("the first is asked for at once, those that follow at once wait longer and longer", () => {
  const { ask } = start();
  const waits = Array.from({ length: 24 }, ask);
  expect(waits.slice(0, 8)).toEqual([0, ...Array.from({ length: 7 }, () => 1_000)]);
  expect(waits[8]).toBe(2_000);
  expect(waits.at(-1)).toBe(4_000);
});

test("it goes on at a few dozen a minute, not hundreds a second", () => {
  const { ask } = start();
  let waited = 0;
  let asked = 0;
  for (; waited < 600_000; asked += 1) waited += ask();
  expect(asked).toBeLessThan(300);
});

test("one whose streams last asks without a wait", () => {
  const { ask, rest } = start();
  for (let index = 0; index < 20; index += 1) ask();
  rest(60_000);
  expect(ask()).toBe(0);
});
