import { expect, test } from "vitest";
import { densityOf } from "./density.ts";
import { drawnLane, laneSpan, testNow } from "./lane-spans.fixture.ts";

test("sums what waits and what is worked on over the lanes", () => {
  const lanes = [1, 2].map((i) =>
    drawnLane(`${i}`, {
      spans: [
        laneSpan(20, 10, { kind: "queue" }),
        laneSpan(10, null, { firstTokenAt: testNow - 5_000 }),
      ],
    }),
  );
  const { steps, most } = densityOf(lanes, testNow, 60_000);
  const at = (ago: number) => steps.find((step) => step.from === testNow - ago);
  expect(at(30_000)).toMatchObject({ waiting: 0, working: 0 });
  expect(at(15_000)).toMatchObject({ waiting: 2, working: 0 });
  expect(at(3_000)).toMatchObject({ waiting: 0, working: 2 });
  expect(most).toBe(2);
});

test("a span counts in every step that it touches, and in none beyond the window", () => {
  const spans = [
    laneSpan(90, 70, { kind: "queue" }),
    laneSpan(90, 59.6),
    laneSpan(0.4, 0.1, { kind: "backoff" }),
  ];
  const { stepMs, steps } = densityOf([drawnLane("1", { spans })], testNow, 60_000);
  const counted = steps.map(({ waiting, working }) => [waiting, working]);
  expect(stepMs).toBe(500);
  expect(counted).toEqual([[0, 1], ...Array.from({ length: 118 }, () => [0, 0]), [1, 0]]);
});
