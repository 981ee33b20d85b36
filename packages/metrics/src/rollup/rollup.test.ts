import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LEVELS, MetricsCollector } from "../index.ts";

const START = 1_700_000_000_000;

/** Sums by bucket, slot by slot as the rollups keep them, and seconds in which we ran. */
class NaiveLevel {
  readonly #slots = new Map<number, { number: number; sum: number }>();
  readonly #seconds: number;
  readonly #buckets: number;

  constructor(seconds: number, buckets: number) {
    this.#seconds = seconds;
    this.#buckets = buckets;
  }

  add(second: number, amount: number): void {
    const number = Math.floor(second / this.#seconds);
    const slot = this.#slots.get(number % this.#buckets);
    if (slot?.number === number) slot.sum += amount;
    else this.#slots.set(number % this.#buckets, { number, sum: amount });
  }

  read(second: number): number | undefined {
    const number = Math.floor(second / this.#seconds);
    const slot = this.#slots.get(number % this.#buckets);
    return slot?.number === number ? slot.sum : undefined;
  }
}

const steps = fc.array(
  fc.record({
    ms: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 3000 }) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 90_000 }) },
      { weight: 1, arbitrary: fc.constantFrom(3_600_000, -3_600_000, -1000, -61_000, 86_400_000) },
    ),
    amount: fc.integer({ min: 0, max: 1000 }),
  }),
  { minLength: 1, maxLength: 120 },
);

describe("counters over time", () => {
  test("are what a plain table of sums says, however the clock steps", () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const clock = { now: START, mono: 0 };
        const collector = new MetricsCollector({ now: () => clock.now, mono: () => clock.mono });
        const naive = LEVELS.map(({ seconds, buckets }) => new NaiveLevel(seconds, buckets));
        for (const { ms, amount } of taken) {
          clock.now += ms;
          clock.mono += Math.max(0, Math.min(ms, 90_000));
          collector.incrementMessages(amount);
          for (const level of naive) level.add(Math.floor(clock.now / 1000), amount);
        }
        for (const [at, { seconds, buckets }] of LEVELS.entries()) {
          const reach = (buckets - 1) * seconds * 1000;
          const found = collector.series({
            metric: "messages",
            from: clock.now - Math.min(reach, 400 * seconds * 1000),
            to: clock.now,
            stepMs: seconds * 1000,
          });
          for (const { t, value } of found.points) {
            const truth = naive[at]?.read(t / 1000);
            if (truth === undefined) expect(value ?? 0).toBe(0);
            else expect(value).toBe(truth);
          }
        }
        expect(collector.counters().messagesProcessed).toBe(
          taken.reduce((sum, { amount }) => sum + amount, 0),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("are null before the start and after now, and zero where nothing happened", () => {
    const clock = { now: START };
    const collector = new MetricsCollector({ now: () => clock.now });
    clock.now += 3000;
    collector.incrementErrors(2);
    clock.now += 2000;
    const { points, stepMs } = collector.series({
      metric: "errors",
      from: START - 2000,
      to: clock.now + 60_000,
    });
    expect(stepMs).toBe(1000);
    expect(points.map(({ value }) => value)).toEqual([null, null, 0, 0, 0, 2, 0, 0]);
    expect(points[0]?.t).toBe(START - 2000);
  });

  test("are null over an hour that the clock jumped across, zero over one we ran through", () => {
    const over = (mono: number): (number | null)[] => {
      const clock = { now: START, mono: 0 };
      const collector = new MetricsCollector({ now: () => clock.now, mono: () => clock.mono });
      collector.incrementMessages();
      clock.now += 3_600_000;
      clock.mono += mono;
      collector.incrementMessages();
      const query = { metric: "messages", from: START, to: clock.now, stepMs: 1_200_000 } as const;
      return collector.series(query).points.map(({ value }) => value);
    };
    expect(over(3_600_000)).toEqual([1, 0, 0, 1]);
    expect(over(1000)).toEqual([1, null, null, 1]);
  });
});

describe("sketches over time", () => {
  const call = { provider: "p", model: "m", inputTokens: 1, outputTokens: 1, tokensPerSec: 5 };

  test("merge to the same quantiles at every step and resolution", () => {
    const clock = { now: START - (START % 60_000) };
    const from = clock.now;
    const collector = new MetricsCollector({ now: () => clock.now });
    for (let at = 0; at < 1200; at++) {
      collector.recordModelCall({ ...call, latency: 1 + ((at * 7919) % 1000) });
      clock.now += 100;
    }
    const query = { metric: "latency", dimension: "model", value: "p/m", from } as const;
    for (const stepMs of [1000, 10_000, 30_000, 60_000, 120_000]) {
      const { points } = collector.series({ ...query, to: clock.now - 1, stepMs });
      expect(points.reduce((sum, { count }) => sum + (count ?? 0), 0)).toBe(1200);
      expect(points.reduce((sum, point) => sum + (point.sum ?? 0), 0)).toBe(
        Array.from({ length: 1200 }, (_, at) => 1 + ((at * 7919) % 1000)).reduce((a, b) => a + b),
      );
    }
    const [minute] = collector.series({ ...query, to: from, stepMs: 60_000 }).points;
    expect(minute).toMatchObject({ t: from, count: 600 });
    const [p50, p95, p99] = minute?.quantiles ?? [];
    expect(p50).toBeGreaterThan(480);
    expect(p50).toBeLessThan(520);
    expect(p95).toBeGreaterThan(930);
    expect(p99).toBeGreaterThan(970);
    expect(p99).toBeLessThanOrEqual(1000);
  });

  test("have no quantile where nothing was observed", () => {
    const collector = new MetricsCollector({ now: () => START });
    const { points } = collector.series({
      metric: "ttft",
      from: START - 1000,
      to: START,
      quantiles: [0.5],
    });
    expect(points).toEqual([
      { t: START - 1000, value: null, count: null, sum: null, max: null, quantiles: [null] },
      { t: START, value: null, count: 0, sum: 0, max: null, quantiles: [null] },
    ]);
  });
});

describe("gauges over time", () => {
  test("are the mean, largest and last of their samples, and a gap where there is none", () => {
    const clock = { now: START };
    const collector = new MetricsCollector({ now: () => clock.now });
    collector.recordGauges({ inFlight: 4, queueDepth: 0 });
    collector.recordGauges({ inFlight: 8, heapBytes: 1e7 });
    clock.now += 2000;
    collector.recordGauges({ inFlight: 1, queueDepth: Number.NaN });
    const read = (metric: string): unknown =>
      collector.series({ metric, from: START, to: clock.now }).points;
    expect(read("inFlight")).toEqual([
      { t: START, value: 6, max: 8, last: 8 },
      { t: START + 1000, value: null, max: null, last: null },
      { t: START + 2000, value: 1, max: 1, last: 1 },
    ]);
    expect(read("heapBytes")).toMatchObject([{ value: 1e7 }, { value: null }, { value: null }]);
    expect(collector.counters().rejected).toBe(1);
  });

  test("past 32 names are dropped and counted", () => {
    const collector = new MetricsCollector({ now: () => START });
    for (let at = 0; at < 40; at++) collector.recordGauges({ [`g${at}`]: 1 });
    expect(collector.counters().gaugesOverflow).toBe(8);
  });
});

describe("closed minutes", () => {
  test("give each series' minute once it is over, with its sketches, gauges and idle minutes", () => {
    const clock = { now: START - (START % 60_000) };
    const first = clock.now / 60_000;
    const collector = new MetricsCollector({ now: () => clock.now });
    collector.recordModelCall({
      provider: "p",
      latency: 100,
      inputTokens: 3,
      outputTokens: 4,
      tokensPerSec: 0,
      costUsd: null,
    });
    collector.recordGauges({ inFlight: 2 });
    expect([...collector.closedMinutes(0)]).toEqual([]);
    clock.now += 120_000;
    const closed = [...collector.closedMinutes(0)];
    expect(closed.map(({ minute, dimension, value }) => [minute, dimension, value])).toEqual([
      [first, null, ""],
      [first, "provider", "p"],
      [first + 1, null, ""],
    ]);
    expect(closed[0]).toMatchObject({
      counters: { modelCalls: 1, inputTokens: 3, outputTokens: 4, unpriced: 1 },
      gauges: { inFlight: { mean: 2, max: 2, last: 2 } },
    });
    expect(Object.keys(closed[0]?.sketches ?? {})).toEqual(["latency"]);
    expect(closed[2]).toMatchObject({ counters: {}, gauges: {} });
    expect([...collector.closedMinutes(first + 1)]).toEqual([]);
  });
});
