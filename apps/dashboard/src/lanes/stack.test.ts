import { expect, test } from "vitest";
import { stack } from "./stack.ts";

test("what does not overlap keeps the whole height", () => {
  expect(
    stack([
      { from: 0, to: 10 },
      { from: 10, to: 20 },
    ]),
  ).toEqual([
    { index: 0, count: 1 },
    { index: 0, count: 1 },
  ]);
});

test("what overlaps shares it, within its own cluster alone", () => {
  expect(
    stack([
      { from: 0, to: 1_000 },
      { from: 100, to: 300 },
      { from: 400, to: 900 },
      { from: 2_000, to: Number.POSITIVE_INFINITY },
    ]),
  ).toEqual([
    { index: 0, count: 2 },
    { index: 1, count: 2 },
    { index: 1, count: 2 },
    { index: 0, count: 1 },
  ]);
});

test("no two stretches on one shelf overlap", () => {
  const stretches = Array.from({ length: 200 }, (_, i) => ({
    from: i * 100,
    to: i * 100 + ((i * 7919) % 1_900),
  }));
  const shelves = stack(stretches);
  for (const [i, a] of stretches.entries()) {
    for (let j = i + 1; j < stretches.length; j += 1) {
      const b = stretches[j];
      if (b === undefined || b.from >= a.to - 20) continue;
      expect(shelves[i]?.index).not.toBe(shelves[j]?.index);
    }
  }
});
