import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { SpareCores } from "./spare-cores.ts";

/** Of this thread. */
function work(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

it("spares none of two while the event loop is busy, and one of four always", async () => {
  let now = 0;
  const two = new SpareCores({ cores: 2, now: () => now });
  const four = new SpareCores({ cores: 4, now: () => now });
  expect(two.areThere).toBe(true);
  await sleep(1);
  work(100);
  now = 1_000;
  expect([two.areThere, four.areThere]).toEqual([false, true]);
  // For a while it is taken to be as busy as it was.
  await sleep(500);
  now = 1_100;
  expect(two.areThere).toBe(false);
  now = 2_000;
  expect(two.areThere).toBe(true);
});
