import { join } from "node:path";
import { expect, it, onTestFailed } from "vitest";
import { COUNTERS, DIMENSIONS, RELATIVE_ERROR, SKETCHES } from "@signalbox/metrics";
import { counterMetric, dimension, sketchMetric } from "@signalbox/api-contract";
import { halvesOf, joinHalves } from "../src/history/halved-rollups.ts";
import { HistoryReader } from "../src/history/history-reader.ts";
import { HistoryReaders } from "../src/history/history-readers.ts";
import type { RollupsQuery } from "../src/history/read-rollups.ts";
import { createHistoryBench } from "../src/history/testing/history-bench.ts";
import { rememberedSeries, storedSeries } from "../src/ports/history-series.ts";
import { storedOverview } from "../src/ports/stored-overview.ts";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { playRun, simulatedClock } from "./recorded-run.ts";

type Bench = Awaited<ReturnType<typeof createHistoryBench>>;

const startedAt = Date.UTC(2026, 0, 5, 3, 0, 20);
const bounds = { maxRows: 1e6, maxBytes: 1e9, rowsPerBatch: 5_000 };
const quantiles = [0.5, 0.95, 0.99];

/** The minutes that are over have all been handed on, and are written. */
async function settle({ history }: Bench, now: number): Promise<void> {
  await expect
    .poll(() => history.tail(null).from, { timeout: 20_000 })
    .toBe(Math.floor(now / 60_000));
}

it("the names of metrics and dimensions are those of the metrics core", () => {
  expect(counterMetric.options).toEqual([...COUNTERS]);
  expect(sketchMetric.options).toEqual([...SKETCHES]);
  expect(dimension.options).toEqual([...DIMENSIONS]);
});

it("says of every minute what memory says, whether it is on disk, handed on or open", async () => {
  const seed = Date.now() % 1_000_000;
  onTestFailed(() => {
    process.stderr.write(`seed ${seed}\n`);
  });
  await using directory = await temporaryDirectory();
  const clock = simulatedClock(startedAt);
  await using bench = await createHistoryBench({ dataDir: directory.path, clock, bounds });
  await playRun(bench, clock, { seed, moments: 400 });
  const window = { from: startedAt, to: clock.now(), maxPoints: 1_400, quantiles };
  for (const isSettled of [false, true]) {
    if (isSettled) await settle(bench, clock.now());
    for (const metric of [
      "messages",
      "costUsd",
      "modelCalls",
      "ttft",
      "gap",
      "requestDuration",
      "inFlight",
    ] as const) {
      for (const by of metric === "inFlight"
        ? [undefined]
        : ([undefined, "model", "client"] as const)) {
        const input = { ...window, metric, ...(by !== undefined && { by }) };
        const stored = await storedSeries(bench.history, input);
        const remembered = rememberedSeries(bench.collector, {
          ...input,
          maxPoints: stored.t.length,
        });
        expect(stored.stepMs).toBe(60_000);
        expect(remembered.stepMs).toBe(60_000);
        const byValue = new Map(remembered.groups.map((group) => [group.value, group]));
        for (const group of stored.groups) {
          const live = byValue.get(group.value);
          expect([metric, by, group.counts, group.quantiles]).toEqual([
            metric,
            by,
            live?.counts,
            live?.quantiles,
          ]);
          group.values.forEach((value, at) => {
            const same = live?.values[at] ?? null;
            if (value === null || same === null) expect(value).toBe(same);
            else expect(value).toBeCloseTo(same, 9);
          });
        }
      }
    }
  }
});

it("answers by two threads, half of the time each, as by one", async () => {
  await using directory = await temporaryDirectory();
  const clock = simulatedClock(startedAt);
  await using bench = await createHistoryBench({ dataDir: directory.path, clock, bounds });
  await playRun(bench, clock, { seed: 7, moments: 200 });
  await settle(bench, clock.now());
  // What was handed on is on disk then.
  await bench.history.ask("sessions", { limit: 1, before: null });
  const minute = (at: number) => Math.floor(at / 60_000);
  const middle = minute((startedAt + clock.now()) / 2);
  const limit = 10;
  const query: RollupsQuery = {
    from: middle - 60,
    to: middle + 60,
    stepMinutes: 1,
    boot: bench.history.boot,
    tails: [],
    wishes: [
      { dimension: "", part: "counters", counters: ["messages"], limit },
      { dimension: "model", part: "latency", quantiles, limit },
      { dimension: "", part: "gauges", limit },
      { dimension: "errorKind", part: "counters", counters: ["failures"], limit },
      { dimension: "model", part: "gap", quantiles, limit: 2 },
    ],
  };
  const path = join(directory.path, "history.db");
  const options = { path, deadlineMs: 15_000, maxWaitMs: 60_000, lookMs: 200 };
  const one = new HistoryReader(options);
  const both = new HistoryReaders({ ...options, isRoomy: () => true });
  const whole = await one.ask("rollups", query);
  expect(whole.wishes.every(({ values }) => values.length > 0)).toBe(true);
  const [before, after] = await Promise.all(
    (halvesOf(query) ?? []).map((half) => one.ask("rollups", half)),
  );
  const joined = before && after && joinHalves(query.wishes, before, after);
  expect(joined).toEqual(whole);
  expect(whole.wishes.at(-1)).toMatchObject({ values: { length: 2 }, more: 1 });
  expect(await both.rollups(query)).toEqual(whole);
  await Promise.all([one.close(), both.close()]);
});

it("a quantile over merged minutes and hours is one of the values within the sketch's error", async () => {
  await using directory = await temporaryDirectory();
  const clock = simulatedClock(startedAt);
  await using bench = await createHistoryBench({ dataDir: directory.path, clock, bounds });
  const latencies: number[] = [];
  const usage = { inputTokens: 1, outputTokens: 1, tokensPerSec: 5 };
  // Over three hours: hours are made, and the last one is not over.
  for (let n = 0; n < 2_000; n += 1) {
    const latency = 20 + ((n * 7_919) % 5_000);
    latencies.push(latency);
    bench.collector.recordModelCall({ provider: "local", model: "swift-1", latency, ...usage });
    clock.pass(6_000);
  }
  await settle(bench, clock.now());
  await expect
    .poll(
      async () => {
        const found = await storedSeries(bench.history, {
          metric: "latency",
          from: startedAt,
          to: clock.now(),
          maxPoints: 2,
          quantiles,
        });
        return found.groups[0]?.counts?.reduce((a, b) => (a ?? 0) + (b ?? 0), 0);
      },
      { timeout: 20_000 },
    )
    .toBe(2_000);
  const exact = latencies.toSorted((a, b) => a - b);
  for (const maxPoints of [2, 3, 5, 60]) {
    const { groups, stepMs } = await storedSeries(bench.history, {
      metric: "latency",
      from: startedAt,
      to: clock.now(),
      maxPoints,
      quantiles,
    });
    expect(stepMs % 60_000).toBe(0);
    const [group] = groups;
    expect(group?.counts?.reduce((a, b) => (a ?? 0) + (b ?? 0), 0)).toBe(2_000);
    if (stepMs < 6 * 3_600_000) continue;
    quantiles.forEach((q, at) => {
      const said = group?.quantiles?.[at]?.find((value) => value !== null) ?? 0;
      const truth = exact[Math.ceil(q * exact.length) - 1] ?? 0;
      expect(Math.abs(said - truth) / truth).toBeLessThanOrEqual(2 * RELATIVE_ERROR);
    });
  }
});

it("goes on over a restart: totals count on, and time without a gateway is a gap, not zero", async () => {
  await using directory = await temporaryDirectory();
  const clock = simulatedClock(startedAt);
  const total = async (message: string): Promise<number> => {
    await using bench = await createHistoryBench({ dataDir: directory.path, clock, bounds });
    for (let n = 0; n < 30; n += 1) {
      bench.begin(`${message}-${n}`);
      clock.pass(5_000);
      bench.end(`${message}-${n}`);
    }
    return bench.collector.counters().messagesProcessed;
  };
  expect(await total("a")).toBe(30);
  clock.pass(5 * 60_000);
  expect(await total("b")).toBe(60);
  await using bench = await createHistoryBench({ dataDir: directory.path, clock, bounds });
  const { points, stepMs } = await storedOverview(bench.history, {
    from: startedAt,
    to: clock.now(),
    maxPoints: 240,
  });
  expect(stepMs).toBe(60_000);
  expect(points.reduce((sum, { messages }) => sum + messages, 0)).toBe(60);
  const from = Math.floor(startedAt / 60_000) * 60_000;
  const missing = Array.from({ length: 11 }, (_, n) => from + n * 60_000).filter(
    (t) => !points.some((point) => point.t === t),
  );
  // 03:00:20 to 03:02:50, then nothing to 03:07:50: the minutes in between are unknown.
  expect(missing).toEqual([3, 4, 5, 6].map((n) => from + n * 60_000));
});
