import type { OverviewPoint } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { percentDelta } from "./tile.ts";
import { latestPeriods } from "./period.ts";
import { tilesOf, worstModel } from "./tiles.ts";

const stepMs = 5_000;
const steps = 6;
const live = { metrics: null, models: null, waiter: null, window: "5m" } as const;

function point(index: number, change: Partial<OverviewPoint> = {}): OverviewPoint {
  return {
    t: index * stepMs,
    messages: 10,
    failed: 0,
    failures: {},
    inFlight: 10,
    waiting: 0,
    oldestWaitMs: 0,
    overdue: 0,
    ttft: { "p/fast": [100, 200, 300], "p/slow": [400, 800, 900] },
    gap: { "p/fast": 20, "p/slow": 30 },
    costUsd: 0.001,
    unpriced: 0,
    modelCalls: 10,
    outputTokens: 100,
    ...change,
  };
}

/** Six quiet steps, six that are changed, and the open one. */
function tiles(change: Partial<OverviewPoint>, gaps: readonly number[] = []) {
  const points = Array.from({ length: 2 * steps + 1 }, (_, i) =>
    point(i, i >= steps ? change : {}),
  ).filter((_, index) => !gaps.includes(index));
  const periods = latestPeriods({ stepMs, points }, steps, true);
  const list = tilesOf({ ...periods, ...live });
  return Object.fromEntries(list.map((tile) => [tile.label, tile]));
}

test("a quiet period has no red figure", () => {
  const quiet = tiles({});
  expect(quiet["Messages"]).toMatchObject({ value: "2.0", unit: "/s", delta: { text: "+0 %" } });
  expect(quiet["Failed"]).toMatchObject({ value: "0", unit: "%" });
  expect(Object.values(quiet).some(({ isBad, delta }) => isBad || delta?.tone === "worse")).toBe(
    false,
  );
});

test("failures show as times normal once there is a normal", () => {
  expect(tiles({ failed: 3 })["Failed"]).toMatchObject({
    value: "30.0",
    delta: { text: "+30.0 pt", tone: "worse" },
    isBad: true,
    cause: { to: "/requests", search: { outcome: "failed", window: "5m" } },
  });
});

test("the first token is that of the worst model", () => {
  const slow = tiles({ ttft: { "p/slow": [2_000, 5_900, 8_000] } })["First token p95"];
  expect(slow).toMatchObject({
    value: "5.9",
    unit: "s slow",
    delta: { text: "+5.1 s", tone: "worse" },
    cause: { search: { provider: "p", model: "slow", sort: "ttft", window: "5m" } },
  });
});

test("cost is at least what is priced, and nothing where nothing is", () => {
  expect(tiles({ unpriced: 4 })["Cost"]).toMatchObject({ value: "≥ $0.72", unit: "/h" });
  expect(tiles({ unpriced: 10, costUsd: 0 })["Cost"]).toMatchObject({
    value: "—",
    unit: "no known price",
    delta: null,
  });
});

test("a step that is missing is a gap, not a nought", () => {
  const spark = tiles({}, [8])["Messages"]?.spark ?? [];
  expect(spark.map((value) => value === null)).toEqual([false, false, true, false, false, false]);
});

test("nothing known is a dash", () => {
  const { now, before } = latestPeriods({ stepMs, points: [] }, steps, true);
  for (const { value, delta } of tilesOf({ now, before, ...live })) {
    expect(value).toBe("—");
    expect(delta).toBeNull();
  }
  expect(worstModel({ now, models: null })).toBeNull();
});

test("what grew by far is told as how many times as much", () => {
  expect(percentDelta(9.9, 1)?.text).toBe("+890 %");
  expect(percentDelta(61, 1)?.text).toBe("61×");
});
