import { expect, test } from "vitest";
import { MetricsCollector } from "../index.ts";

const start = { sessionId: "s1", channel: "trpc" } as const;

test("durations and phases follow the monotonic clock, times the wall clock", () => {
  const clock = { now: 1_000_000, mono: 50 };
  const collector = new MetricsCollector({ now: () => clock.now, mono: () => clock.mono });
  collector.startRequest("r1", { ...start, client: "cli" });
  clock.mono += 400;
  clock.now += 400;
  expect(collector.getActiveRequests()).toEqual([
    {
      id: "r1",
      ...start,
      client: "cli",
      startedAt: 1_000_000,
      durationMs: 400,
      phase: "queued",
      phaseDetail: "lane",
      phaseSince: 1_000_000,
      phaseMs: 400,
      queuedMs: 400,
      outputTokens: 0,
    },
  ]);
  collector.setPhase("r1", "model", "waiting");
  collector.updateRequest("r1", { provider: "openai", model: "large" });
  clock.mono += 100;
  clock.now -= 3_600_000;
  expect(collector.getActiveRequests()[0]).toMatchObject({
    provider: "openai",
    model: "large",
    durationMs: 500,
    phase: "model",
    phaseDetail: "waiting",
    phaseSince: 1_000_400,
    phaseMs: 100,
    queuedMs: 400,
  });
  collector.setPhase("r1", "tool", "docs.search");
  expect(collector.getActiveRequests()[0]).toMatchObject({
    phase: "tool",
    phaseDetail: "docs.search",
    phaseMs: 0,
  });
});

test("a request accepted earlier is that much older", () => {
  const collector = new MetricsCollector({ now: () => 10_000 });
  collector.startRequest("r1", { ...start, startedAt: 7000 });
  expect(collector.getActiveRequests()[0]).toMatchObject({ startedAt: 7000, durationMs: 3000 });
});

test("progress is read whenever the table is", () => {
  const collector = new MetricsCollector({ now: () => 1 });
  const progress = { outputTokens: 0 };
  collector.startRequest("r1", { ...start, progress });
  progress.outputTokens = 17;
  expect(collector.getActiveRequests()[0]?.outputTokens).toBe(17);
});

test("a second start of an id keeps the first; an unknown id changes nothing; both count", () => {
  const collector = new MetricsCollector({ now: () => 1 });
  collector.startRequest("r1", start);
  collector.startRequest("r1", { sessionId: "s2", channel: "openai" });
  expect(collector.getActiveRequests()).toMatchObject([{ id: "r1", sessionId: "s1" }]);
  collector.endRequest("r2");
  collector.setPhase("r2", "model");
  collector.endRequest("r1");
  collector.endRequest("r1");
  expect(collector.getActiveRequests()).toEqual([]);
  expect(collector.counters()).toMatchObject({ duplicateStarts: 1, unknownRequests: 3 });
});

test("past the bound requests are counted as active and end, but aren't listed", () => {
  const collector = new MetricsCollector({ now: () => 1, maxActive: 2 });
  for (const id of ["a", "b", "c", "d", "d"]) collector.startRequest(id, start);
  expect(collector.getActiveRequests().map(({ id }) => id)).toEqual(["a", "b"]);
  expect(collector.getSnapshot().activeRequests).toBe(4);
  expect(collector.counters()).toMatchObject({ activeOverflow: 2, duplicateStarts: 1 });
  collector.setPhase("c", "model");
  collector.endRequest("c");
  collector.endRequest("a");
  expect(collector.getSnapshot().activeRequests).toBe(2);
  expect(collector.counters().unknownRequests).toBe(0);
});

test("past ten times the bound they are counted as overflow alone", () => {
  const collector = new MetricsCollector({ now: () => 1, maxActive: 1 });
  for (let at = 0; at < 20; at++) collector.startRequest(`r${at}`, start);
  expect(collector.getSnapshot().activeRequests).toBe(11);
  expect(collector.counters().activeOverflow).toBe(19);
});

test("ending counts no message, but the request where it belongs", () => {
  const clock = { now: 60_000 };
  const collector = new MetricsCollector({ now: () => clock.now });
  collector.startRequest("ok", { ...start, agent: "support" });
  collector.startRequest("bad", { ...start, agent: "support", provider: "p", model: "m" });
  collector.startRequest("left", start);
  clock.now += 250;
  collector.setPhase("bad", "model");
  clock.now += 750;
  collector.endRequest("ok");
  collector.endRequest("bad", { status: "failed", errorKind: "timeout" });
  collector.endRequest("left", "cancelled");
  expect(collector.getSnapshot().messagesProcessed).toBe(0);
  expect(collector.breakdown("channel")).toMatchObject([
    { value: "trpc", requests: 3, failures: 1, cancelled: 1, requestDuration: { max: 1000 } },
  ]);
  expect(collector.breakdown("agent")).toMatchObject([{ value: "support", requests: 2 }]);
  expect(collector.breakdown("model")).toMatchObject([
    { value: "p/m", requests: 1, queueWait: { count: 1, max: 250 } },
  ]);
  expect(collector.breakdown("errorKind")).toMatchObject([{ value: "timeout", failures: 1 }]);
});
