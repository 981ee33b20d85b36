import { expect, test } from "vitest";
import { PaintPace } from "./paint-pace.ts";

/** A page whose every frame takes as long as is said. */
function createPage() {
  let now = 1_000;
  let costMs = 0;
  const delayed: { run: () => void; at: number }[] = [];
  const pace = new PaintPace({
    now: () => now,
    onNextFrame: (draw) => draw(),
    paintedIn: (run) => {
      now += costMs;
      run(costMs);
    },
    delay: (run, ms) => delayed.push({ run, at: now + ms }),
  });
  return {
    pace,
    /** Asks for a frame each 250 ms for so long; answers with how many were drawn. */
    live: (ms: number, cost: number, isScrolling = false): number => {
      costMs = cost;
      let drawn = 0;
      let isWaiting = false;
      const end = now + ms;
      while (now < end) {
        if (isScrolling) pace.scrolled();
        if (!isWaiting) {
          isWaiting = true;
          pace.next(() => {
            isWaiting = false;
            drawn += 1;
          });
        }
        now += 250;
        if (isScrolling) pace.scrolled();
        for (const one of delayed.splice(0)) {
          if (one.at <= now) one.run();
          else delayed.push(one);
        }
      }
      return drawn;
    },
  };
}

test("a page that keeps up draws each frame", () => {
  const { pace, live } = createPage();
  expect(live(10_000, 5)).toBeGreaterThanOrEqual(39);
  expect(pace.ms).toBe(250);
});

test("one slow frame is no load", () => {
  const { pace, live } = createPage();
  live(5_000, 5);
  live(200, 150);
  expect(pace.ms).toBe(250);
});

test("a busy page draws less often, once a second at the least, and gets quick again", () => {
  const { pace, live } = createPage();
  live(5_000, 150);
  expect(pace.ms).toBe(500);
  live(20_000, 600);
  expect(pace.ms).toBe(1_000);
  expect(live(10_000, 600)).toBeLessThanOrEqual(10);
  live(20_000, 2);
  expect(pace.ms).toBe(250);
});

test("while somebody scrolls it draws once a second, and as ever when they came to rest", () => {
  const { pace, live } = createPage();
  live(2_000, 5);
  expect(live(10_000, 5, true)).toBeLessThanOrEqual(11);
  expect(pace.ms).toBe(250);
  expect(live(10_000, 5)).toBeGreaterThanOrEqual(39);
});
