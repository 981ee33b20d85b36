import { expect, it } from "vitest";
import type { Limit } from "./limit.ts";
import { describeOver } from "./spending.ts";

const limit = (max: number): Limit => ({
  scope: "request",
  unit: "usd",
  max,
  owner: "agent support",
  key: "usdPerRequest",
});

it.each([
  [0.2, 0.25, "$0.20", "$0.25"],
  [0.0002, 0.00020314, "$0.0002", "$0.000203"],
  [0.0002, 0.0002, "$0.0002", "$0.0002"],
  [0, 0.00000004, "$0.00", "$0.00000004"],
])("of %d allowed and %d spent it says which is more", (max, usd, allowed, spent) => {
  expect(describeOver(limit(max), { tokens: 0, usd })).toBe(
    `The budget of agent support allows ${allowed} for one request (usdPerRequest), and ${spent} is spent.`,
  );
});
