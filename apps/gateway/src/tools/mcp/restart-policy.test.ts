import { expect, test } from "vitest";
import { mcpLimits } from "./limits.ts";
import { RestartPolicy } from "./restart-policy.ts";

function policyOf({ neverDisables = false, random = 0 } = {}) {
  const time = { now: 0 };
  const policy = new RestartPolicy({
    limits: mcpLimits,
    mono: () => time.now,
    random: () => random,
    neverDisables,
  });
  return { policy, time };
}

test("waits twice as long each time, a minute at most, and gives up at the tenth crash", () => {
  const { policy } = policyOf();
  const decisions = Array.from({ length: 10 }, () => policy.crashed());
  const seconds = [1, 2, 4, 8, 16, 32, 60, 60, 60];
  expect(decisions).toEqual([
    ...seconds.map((second) => ({ kind: "again", afterMs: second * 1_000 })),
    { kind: "disable" },
  ]);
});

test("takes up to half off at random, so that many do not start at once", () => {
  expect(policyOf({ random: 1 }).policy.crashed()).toEqual({ kind: "again", afterMs: 500 });
});

test("forgets what was long ago", () => {
  const { policy, time } = policyOf();
  for (let crash = 0; crash < 9; crash += 1) policy.crashed();
  time.now = mcpLimits.crashWindowMs + 1;
  expect(policy.crashed()).toEqual({ kind: "again", afterMs: 1_000 });
});

test("forgets all where somebody restarts it", () => {
  const { policy } = policyOf();
  for (let crash = 0; crash < 10; crash += 1) policy.crashed();
  policy.forget();
  expect(policy.crashed()).toEqual({ kind: "again", afterMs: 1_000 });
});

test("goes on for ever with a server elsewhere, once a minute at most", () => {
  const { policy } = policyOf({ neverDisables: true });
  const decisions = Array.from({ length: 2_000 }, () => policy.crashed());
  expect(decisions.at(-1)).toEqual({ kind: "again", afterMs: 60_000 });
});
