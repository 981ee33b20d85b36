import type { ModelRow } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { quotaText, standingLines } from "./model-standing.ts";
import { modelRow } from "./model-row.fixture.ts";

const now = 1_000_000;

test.for<[Partial<ModelRow>, string[]]>([
  [{}, []],
  [
    { state: "open", stateReason: "5 of 6 attempts failed.", stateUntil: now + 12_000 },
    ["5 of 6 attempts failed.", "Tried again in 12 s."],
  ],
  [{ state: "paused", stateReason: "by ops", stateUntil: null }, ["by ops"]],
  [{ throttledUntil: now + 20_000 }, ["Its provider asked to wait: throttled for 20 s more."]],
  [{ throttledUntil: now - 1 }, []],
])("%o reads %o", ([row, lines]) => {
  expect(standingLines(modelRow(row), now)).toEqual(lines);
});

test("a quota tells what is left, and when it is whole again where little is", () => {
  const quota = {
    requests: { limit: 500, remaining: 420, resetAt: now + 60_000 },
    tokens: { limit: 200_000, remaining: 0, resetAt: now + 20_000 },
  };
  expect(quotaText(modelRow({ quota }), now)).toBe(
    "requests 420 of 500; tokens 0 of 200K, whole again in 20 s",
  );
  expect(quotaText(modelRow({ quota: null }), now)).toBeNull();
});
