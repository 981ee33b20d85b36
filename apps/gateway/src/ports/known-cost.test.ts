import { expect, it } from "vitest";
import { knownCost } from "./known-cost.ts";

it("tells the known part, and null only where there is none", () => {
  expect(knownCost({ costUsd: 1.25, unpriced: 3 })).toEqual({ costUsd: 1.25, unpriced: 3 });
  expect(knownCost({ costUsd: 0, unpriced: 3 })).toEqual({ costUsd: null, unpriced: 3 });
  expect(knownCost({ costUsd: 0, unpriced: 0 })).toEqual({ costUsd: 0, unpriced: 0 });
  expect(knownCost(undefined)).toEqual({ costUsd: null, unpriced: 0 });
});
