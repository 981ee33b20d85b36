import { expect, test } from "vitest";
import { timeToEmpty, timeToFull, type Sample } from "../src/index.ts";

const minute = 60_000;
const hour = 60 * minute;

function samples(minutes: number, valueAt: (minute: number) => number): Sample[] {
  return Array.from({ length: minutes + 1 }, (_, i) => ({ t: i * minute, value: valueAt(i) }));
}

test("a straight line reaches the limit when it does", () => {
  // 100 at first, 1 a minute: 340 after four hours, 1,000 eleven hours later.
  const trend = timeToFull(
    samples(240, (i) => 100 + i),
    1_000,
  );
  expect(trend).toEqual({ kind: "full", inMs: 660 * minute, overMs: 4 * hour });
});

test("a heap that is cleared again and again is not growing, and one that creeps under it is", () => {
  const sawtooth = (i: number) => 400 + ((i * 37) % 100);
  expect(timeToFull(samples(360, sawtooth), 4_000).kind).toBe("steady");
  const creeping = timeToFull(
    samples(360, (i) => sawtooth(i) + i),
    4_000,
  );
  expect(creeping.kind).toBe("full");
  expect(creeping.kind === "full" ? creeping.inMs / hour : 0).toBeCloseTo(53, 0);
});

test("what shrinks, stands still, or grows by next to nothing is not growing", () => {
  for (const step of [-1, 0, 0.001]) {
    const trend = timeToFull(
      samples(360, (i) => 500 + i * step),
      1_000,
    );
    expect(trend).toEqual({ kind: "steady", overMs: 6 * hour });
  }
});

test("nothing is said of minutes, or of a few samples", () => {
  expect(timeToFull([], 10)).toEqual({ kind: "unknown", overMs: 0 });
  expect(
    timeToFull(
      samples(9, (i) => i),
      10,
    ).kind,
  ).toBe("unknown");
  const sparse = [0, 60, 120].map((i) => ({ t: i * minute, value: i }));
  expect(timeToFull(sparse, 1_000).kind).toBe("unknown");
});

test("what is over its limit is full now", () => {
  const trend = timeToFull(
    samples(60, (i) => 100 + i),
    120,
  );
  expect(trend).toMatchObject({ kind: "full", inMs: 0 });
});

test("what is free runs out when the last of it does", () => {
  // 1,000 at first, 1 less a minute.
  const trend = timeToEmpty(samples(240, (i) => 1_000 - i));
  expect(trend).toEqual({ kind: "full", inMs: 760 * minute, overMs: 4 * hour });
});
