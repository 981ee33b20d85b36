/** Incidents to look at, by name. Each begins some time after the traffic has settled. */
export const scenarios = {
  "rate-limit-storm": {
    title: "half the calls of one model are refused with 429",
    provider: "north",
    rule: {
      match: { model: "steady-1", probability: 0.5 },
      fault: { kind: "rate_limit", retryAfterMs: 12000 },
    },
  },
  "slow-first-token": {
    title: "one model takes eight times as long to begin",
    provider: "north",
    rule: { match: { model: "swift-1" }, fault: { kind: "slow", ttftMs: 6000, gapMs: 12 } },
  },
  "slow-gap": {
    title: "the tokens of one model come at a fifth of their speed",
    provider: "south",
    rule: { match: { model: "deep-1" }, fault: { kind: "slow", ttftMs: 1400, gapMs: 190 } },
  },
  "stalled-streams": {
    title: "some answers fall silent in the middle",
    provider: "south",
    rule: { match: { probability: 0.3 }, fault: { kind: "stall", afterTokens: 20 } },
  },
  "server-errors": {
    title: "one provider answers every third call with 503",
    provider: "north",
    rule: { match: { probability: 0.33 }, fault: { kind: "server_error" } },
  },
  "empty-answers": {
    title: "200s with nothing in them",
    provider: "south",
    rule: { match: { probability: 0.5 }, fault: { kind: "empty" } },
  },
};
/** A little of what goes wrong on any day. */
export function injectDailyFaults(north, south) {
  north.inject({
    match: { probability: 0.008 },
    fault: { kind: "rate_limit", retryAfterMs: 2000 },
  });
  south.inject({ match: { probability: 0.01 }, fault: { kind: "cut", afterTokens: 12 } });
}
