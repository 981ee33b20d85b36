import { expect, test } from "vitest";
import { longestRising } from "./longest-rising.ts";

test.each([
  { name: "an empty list", numbers: [], rising: [] },
  { name: "one that rises", numbers: [0, 1, 2], rising: [0, 1, 2] },
  { name: "the last one went to the top", numbers: [3, 0, 1, 2], rising: [0, 1, 2] },
  { name: "the first one went to the end", numbers: [1, 2, 3, 0], rising: [1, 2, 3] },
  { name: "two in the middle", numbers: [0, 4, 1, 2, 5, 3, 6], rising: [0, 1, 2, 3, 6] },
])("$name", ({ numbers, rising }) => {
  expect([...longestRising(numbers)].toSorted((a, b) => a - b)).toEqual(rising);
});
