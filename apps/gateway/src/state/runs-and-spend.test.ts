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

it("forgets runs that are old, and of too many the oldest of who has the most", async () => {
  await using directory = await temporaryDirectory();
  await using state = await openState({ dataDir: directory.path, now: Date.now });
  const put = (clientId: string, at: number) =>
    state.runs.put(
      run({ clientId, requestId: `r${at}`, startedAt: at, state: "ended", outcome: "{}" }),
    );
  for (const at of [1, 2]) await put("honest", at);
  for (let at = 3; at <= 1_203; at += 1) void put("flood", at);
  const bounds = { since: 2, maxRuns: 6, maxOutcomes: 4 };
  const steps: number[] = [];
  do steps.push(await state.runs.prune(bounds));
  while (steps.at(-1) !== 0);
  expect(Math.max(...steps)).toBeLessThanOrEqual(500);
  const outcomeOf = async (clientId: string, at: number) =>
    (await state.runs.get({ clientId, requestId: `r${at}` }))?.outcome;
  expect(await outcomeOf("honest", 1)).toBeUndefined();
  expect(await outcomeOf("honest", 2)).toBe("{}");
  const flood = [1_198, 1_199, 1_200, 1_201, 1_203].map((at) => outcomeOf("flood", at));
  // Its ids are known for longer than its outcomes.
  expect(await Promise.all(flood)).toEqual([undefined, null, null, "{}", "{}"]);
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

it("keeps of too many sessions' spending those of who has fewer of them", async () => {
  await using directory = await temporaryDirectory();
  await using state = await openState({ dataDir: directory.path, now: Date.now });
  const keys = ["honest/s", ...Array.from({ length: 9 }, (_, index) => `flood/${index}`)];
  await state.spend.put(
    keys.map((key, at) => ({ scope: "session", key, tokens: 1, usd: 0, updatedAt: at + 1 })),
  );
  const scope = { day: "2026-01-02", sessionsSince: 0, maxSessions: 3 };
  const expected = ["honest/s", "flood/7", "flood/8"];
  expect((await state.spend.load(scope)).map(({ key }) => key)).toEqual(expected);
  await state.spend.prune(scope);
  const left = await state.spend.load({ ...scope, maxSessions: 99 });
  expect(left.map(({ key }) => key)).toEqual(expected);
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
