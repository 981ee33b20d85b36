import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MetricsCollector } from "../index.ts";

test("a fresh snapshot is all zeros", () => {
  expect(new MetricsCollector({ now: () => 1000 }).getSnapshot()).toEqual({
    messagesProcessed: 0,
    errors: 0,
    activeRequests: 0,
    uptime: 0,
    modelCalls: { total: 0, avgLatency: 0, errorRate: 0, recentCalls: [] },
    queueDepth: 0,
  });
});

test("uptime is seconds, on the monotonic clock", () => {
  const clock = { now: 1e12, mono: 500 };
  const collector = new MetricsCollector({ now: () => clock.now, mono: () => clock.mono });
  clock.mono += 12_500;
  clock.now -= 3_600_000;
  expect(collector.getSnapshot().uptime).toBe(12.5);
});

test("messages and errors count by one, by n, and go on from what was restored", () => {
  const collector = new MetricsCollector({ now: () => 1000 });
  collector.restore({ messagesProcessed: 100, errors: 10, modelCalls: 1000 });
  collector.incrementMessages();
  collector.incrementMessages(4);
  collector.incrementErrors();
  collector.incrementErrors(-3);
  expect(collector.getSnapshot()).toMatchObject({
    messagesProcessed: 105,
    errors: 11,
    modelCalls: { total: 1000 },
  });
  expect(collector.counters().rejected).toBe(1);
});

test("a queue depth that throws or is no number reads 0 and is counted", () => {
  const depths: (() => number)[] = [
    () => 7,
    () => Number.NaN,
    () => -1,
    () => {
      throw new Error("gone");
    },
  ];
  let at = 0;
  const collector = new MetricsCollector({ now: () => 1000, getQueueDepth: () => next() });
  const next = (): number => depths[at++]?.() ?? 0;
  expect(depths.map(() => collector.getSnapshot().queueDepth)).toEqual([7, 0, 0, 0]);
  expect(collector.counters().callbackFailures).toBe(3);
});

test("a clock that throws or returns rubbish repeats its last good time, counted", () => {
  const times = [5000, Number.NaN, -1, Infinity];
  let at = 0;
  const collector = new MetricsCollector({ now: () => times[at++] ?? broken(), mono: () => 1 });
  const broken = (): number => {
    throw new Error("no clock");
  };
  for (let i = 0; i < 6; i++) collector.recordEvent({ level: "info", source: "s", message: "m" });
  expect(new Set(collector.getEvents().map(({ timestamp }) => timestamp))).toEqual(new Set([5000]));
  expect(collector.counters().callbackFailures).toBe(6);
});

const METHODS = [
  "recordModelCall",
  "recordEvent",
  "recordToolCall",
  "startRequest",
  "setPhase",
  "updateRequest",
  "endRequest",
  "incrementMessages",
  "incrementErrors",
  "recordGauges",
  "restore",
  "getEvents",
  "series",
  "breakdown",
  "totals",
] as const;

const garbage = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
  fc.constantFrom("id", "model", "tool"),
  fc.record({
    provider: fc.anything(),
    model: fc.anything(),
    latency: fc.anything(),
    costUsd: fc.anything(),
    status: fc.anything(),
    metric: fc.constantFrom("latency", "messages", "inFlight"),
    from: fc.double(),
    to: fc.double(),
    stepMs: fc.double(),
    quantiles: fc.array(fc.anything()),
  }),
  fc.constant({
    get provider(): never {
      throw new Error("trap");
    },
  }),
);

test("nothing that records or reads throws, whatever it is given", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...METHODS), fc.array(garbage, { maxLength: 3 })), {
        maxLength: 30,
      }),
      (uses) => {
        const clock = { now: 1e12 };
        const collector = new MetricsCollector({ now: () => clock.now });
        collector.startRequest("id", { sessionId: "s", channel: "c" });
        for (const [method, given] of uses) {
          clock.now += 700;
          Reflect.apply(collector[method], collector, given);
        }
        const snapshot = collector.getSnapshot();
        expect(snapshot.messagesProcessed).toBeGreaterThanOrEqual(0);
        expect(snapshot.modelCalls.avgLatency).toBeGreaterThanOrEqual(0);
        JSON.stringify([
          snapshot,
          collector.getEvents(),
          collector.getActiveRequests(),
          collector.breakdown("model"),
          [...collector.closedMinutes(0)],
        ]);
        expect(collector.counters().rejected).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: 300 },
  );
});
