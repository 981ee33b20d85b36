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
