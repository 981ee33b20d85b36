import { expect, it } from "vitest";
import { openState } from "./open-state.ts";
import type { RunRecord, SpendRecord } from "./records.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const run = (over: Partial<RunRecord> = {}): RunRecord => ({
  clientId: "c",
  requestId: "r",
  bodyHash: "h",
  sessionId: "s",
  state: "running",
  outcome: null,
  startedAt: 1_000,
  endedAt: null,
  ...over,
});

it("gives a run's key to one alone, and what came of it to who asks after a restart", async () => {
  await using directory = await temporaryDirectory();
  const open = () => openState({ dataDir: directory.path, now: Date.now });
  {
    await using state = await open();
    expect(await state.runs.claim(run(), 0)).toBeNull();
    expect(await state.runs.claim(run({ bodyHash: "other" }), 0)).toEqual(run());
    expect(await state.runs.claim(run({ clientId: "d" }), 0)).toBeNull();
    await state.runs.put(run({ state: "ended", outcome: "{}", endedAt: 2_000 }));
  }
  await using state = await open();
  const ended = run({ state: "ended", outcome: "{}", endedAt: 2_000 });
  expect(await state.runs.claim(run(), 1_000)).toEqual(ended);
  expect(await state.runs.get({ clientId: "c", requestId: "r" })).toEqual(ended);
  // One from before what is asked for is no more than a place that is free.
  expect(await state.runs.claim(run({ startedAt: 5_000 }), 1_001)).toBeNull();
  await state.runs.remove({ clientId: "c", requestId: "r" });
  expect(await state.runs.get({ clientId: "c", requestId: "r" })).toBeNull();
});

it("forgets runs that are old, and the oldest of too many", async () => {
  await using directory = await temporaryDirectory();
  await using state = await openState({ dataDir: directory.path, now: Date.now });
  for (const at of [1, 2, 3, 4]) await state.runs.put(run({ requestId: `r${at}`, startedAt: at }));
  await state.runs.prune({ since: 2, maxRuns: 2 });
  const found = await Promise.all(
    [1, 2, 3, 4].map((at) => state.runs.get({ clientId: "c", requestId: `r${at}` })),
  );
  expect(found.map((one) => one?.requestId ?? null)).toEqual([null, null, "r3", "r4"]);
});

it("keeps what was spent on a day and in the sessions used last, and forgets the rest", async () => {
  await using directory = await temporaryDirectory();
  await using state = await openState({ dataDir: directory.path, now: Date.now });
  const spend = (scope: SpendRecord["scope"], key: string, updatedAt: number): SpendRecord => ({
    scope,
    key,
    tokens: 5,
    usd: 0.25,
    updatedAt,
  });
  await state.spend.put([
    spend("day", "2026-01-01/a", 1),
    spend("day", "2026-01-02/a", 1),
    spend("session", "a/old", 1),
    spend("session", "a/1", 10),
    spend("session", "a/2", 11),
    spend("session", "a/3", 12),
  ]);
  await state.spend.put([{ ...spend("day", "2026-01-02/a", 2), tokens: 9 }]);
  const scope = { day: "2026-01-02", sessionsSince: 5, maxSessions: 2 };
  const all = { ...scope, sessionsSince: 0, maxSessions: 9 };
  expect(await state.spend.load(all)).toHaveLength(5);
  await state.spend.prune(scope);
  expect(await state.spend.load(scope)).toEqual([
    { ...spend("day", "2026-01-02/a", 2), tokens: 9 },
    spend("session", "a/2", 11),
    spend("session", "a/3", 12),
  ]);
  expect(await state.spend.load(all)).toHaveLength(3);
});

it("loads of a long conversation the newest messages, and the first of them tells what is missing", async () => {
  await using directory = await temporaryDirectory();
  await using state = await openState({ dataDir: directory.path, now: Date.now });
  const key = { clientId: "c", sessionId: "s" };
  const messages = Array.from({ length: 100 }, (_, index) => ({
    role: "user",
    content: `"${String(index).padStart(8, "0")}"`,
    requestId: null,
    at: 1,
  }));
  await state.conversations.append(key, messages, 1);
  const loaded = await state.conversations.load(key, 50);
  expect(loaded.map(({ seq }) => seq)).toEqual([96, 97, 98, 99, 100]);
  expect(await state.conversations.load(key, 1)).toHaveLength(1);
  expect(await state.conversations.load(key)).toHaveLength(100);
});
