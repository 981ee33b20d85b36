import { expect, it } from "vitest";
import { costlyAgents } from "./costly-agents.ts";
import { evidenceOf, lookBackOf } from "./testing/evidence.ts";

/** The last hour's dollars and the hour's before it; calls without a price in each. */
function findingsOf(usd: number, before: number, unpriced = 0, unpricedBefore = 0) {
  const lastHour = { usd, unpriced };
  const hourBefore = { usd: before, unpriced: unpricedBefore };
  const agents = [{ agent: "support", lastHour, hourBefore }];
  return costlyAgents(evidenceOf({ lookBack: lookBackOf({ agents }) }));
}

it("tells of an agent that costs more than three times its hour before, and leads to its requests", () => {
  expect(findingsOf(6.3, 1.5)).toEqual([
    {
      level: "warn",
      headline: "Agent support costs 4.2 times what it did:",
      detail: "$6.30 in the last hour, $1.50 in the hour before.",
      since: null,
      place: { kind: "agent", agent: "support", windowMs: 3_600_000 },
    },
  ]);
  expect(findingsOf(4.6, 0.004)[0]).toMatchObject({
    headline: "Agent support costs 1150 times what it did:",
    detail: "$4.60 in the last hour, under $0.01 in the hour before.",
  });
});

it("says nothing up to three times, nor up to a dollar", () => {
  expect(findingsOf(4.5, 1.5)).toEqual([]);
  expect(findingsOf(1, 0.1)).toEqual([]);
  expect(findingsOf(1.01, 0.1)).toHaveLength(1);
});

it("compares with nothing what cost nothing before, or nobody knows how much", () => {
  expect(findingsOf(9, 0)).toEqual([]);
  expect(findingsOf(9, 1, 0, 1)).toEqual([]);
  expect(costlyAgents(evidenceOf())).toEqual([]);
});

it("says `at least` where some calls have no price", () => {
  expect(findingsOf(6.3, 1.5, 2)[0]).toMatchObject({
    headline: "Agent support costs at least 4.2 times what it did:",
    detail: "at least $6.30 in the last hour, $1.50 in the hour before.",
  });
});
