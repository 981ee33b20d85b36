import { expect, it } from "vitest";
import { excessOf } from "./excess.ts";

it.each([
  [{ a: 3, b: 2 }, 5, {}],
  [{ a: 9, b: 1 }, 5, { a: 5 }],
  [{ a: 9, b: 7, c: 1 }, 9, { a: 5, b: 3 }],
  [{ a: 1, b: 1, c: 1 }, 2, {}],
  [{ a: 5, b: 1, c: 1 }, 2, { a: 4 }],
  [{}, 0, {}],
])("of %j with room for %i takes from those with the most", (counts, max, expected) => {
  const excess = excessOf(new Map(Object.entries(counts)), max);
  expect(Object.fromEntries(excess)).toEqual(expected);
});
