import { expect, test } from "vitest";
import { uncovered } from "./coverage.ts";

const window = { from: 10_000, to: 100_000 };
const label = "loading…";

test("what nobody has told of a window is a gap in it", () => {
  expect(uncovered(window, [], label)).toEqual([{ ...window, label }]);
  const known = [
    { from: 60_000, to: 200_000 },
    { from: 0, to: 40_000 },
  ];
  expect(uncovered(window, known, label)).toEqual([{ from: 40_000, to: 60_000, label }]);
  expect(uncovered(window, [{ from: 0, to: 99_500 }], label)).toEqual([]);
  expect(uncovered(window, [{ from: 200_000, to: 300_000 }], label)).toEqual([
    { ...window, label },
  ]);
});
