import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AuditLog } from "../audit/index.ts";
import { deriveFacts, type Fact } from "../recorder/index.ts";
import { openState } from "../state/index.ts";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { LaneControl, LaneHolds, laneLabel, LaneQueue } from "./index.ts";

const start = 1_700_000_000_000;
const minute = 60_000;
const ops = { tokenId: "t1", name: "ops", role: "operator" } as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lanes under control, over the state.db of a directory. */
async function openControl(dataDir: string) {
  const clock = { now: () => Date.now(), mono: () => Date.now() };
  const store = await openState({ dataDir, now: clock.now });
  const facts: Fact[] = [];
  const state = (fact: Fact): void => {
    facts.push(fact, ...deriveFacts(fact, () => undefined));
  };
  const audit = new AuditLog({ store: store.audit, now: clock.now, state });
  const holds = new LaneHolds();
  const lanes = new LaneQueue({ limitOf: () => 10, maxDepth: () => 10, clock, holds });
  const cancels = new Map<string, AbortController>();
  const cancelled: string[] = [];
  const control = new LaneControl({
    lanes,
    holds,
    store: store.pauses,
    audit,
    clock,
    state,
    labelOf: (key) => laneLabel(key, () => "crm"),
    cancel(id, reason) {
      cancelled.push(`${id}: ${reason}`);
      cancels.get(id)?.abort(new Error(reason));
      return true;
    },
  });
  await control.restore();
  const enter = (id: string, key: string) => {
    const controller = new AbortController();
    cancels.set(id, controller);
    const { signal } = controller;
    const entered = lanes.enter({
      requestId: id,
      key,
      owner: "o",
      pool: "agents",
      signal,
      onWait: () => {},
    });
    entered.catch(() => {
      // Looked at where it matters.
    });
    return entered;
  };
  const events = (): string[] =>
    facts.flatMap((fact) => (fact.type === "event" ? [`${fact.level} ${fact.message}`] : []));
  const close = async (): Promise<void> => {
    control[Symbol.dispose]();
    await store.close();
  };
  return { control, holds, lanes, store, audit, enter, events, cancelled, close };
}

async function startControl() {
  const directory = await temporaryDirectory();
  const opened = await openControl(directory.path);
  return {
    ...opened,
    dataDir: directory.path,
    async [Symbol.asyncDispose]() {
      await opened.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}

it("ends a pause by itself when its time is over, tells of both, and keeps nothing of it", async () => {
  await using started = await startControl();
  const { control, lanes, store, enter, events } = started;
  const until = start + 15 * minute;
  const paused = control.pause(ops, "t/s", { forMs: 15 * minute, reason: "the till is down" });
  expect(await paused).toEqual({ until, durable: true });
  const entered = enter("a", "t/s");
  expect(await store.pauses.all()).toEqual([
    { kind: "lane", key: "t/s", reason: "the till is down", by: "ops", since: start, until },
  ]);
  await vi.advanceTimersByTimeAsync(15 * minute - 1);
  expect(lanes.totalPending()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  (await entered)();
  expect(await store.pauses.all()).toEqual([]);
  expect(events()).toEqual([
    `warn crm · s: paused by ops (the till is down), until ${new Date(until).toISOString()}. What runs goes on; nothing else starts.`,
    "info crm · s: resumed, for the time was over.",
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

it("holds over a restart, for as long as was left, and until resumed where that was said", async () => {
  await using started = await startControl();
  const { control, close, dataDir } = started;
  await control.pause(ops, "t/short", { forMs: minute });
  await control.pause(ops, "t/long", { forMs: 10 * minute });
  await control.drain(ops, "t/drained", { forMs: 10 * minute });
  await control.pause(ops, "*", { forMs: null, reason: "update" });
  await close();
  vi.setSystemTime(start + 5 * minute);
  const again = await openControl(dataDir);
  expect([...again.holds.entries()].map(([key, { mode, by }]) => [key, mode, by])).toEqual([
    ["*", "paused", "ops"],
    ["t/long", "paused", "ops"],
    ["t/drained", "draining", "ops"],
  ]);
  expect(again.events()[0]).toContain("all lanes are paused by ops (update)");
  expect(again.control.component()).toMatchObject({ status: "warn" });
  await vi.advanceTimersByTimeAsync(5 * minute);
  expect([...again.holds.entries()].map(([key]) => key)).toEqual(["*"]);
  expect(await again.store.pauses.all()).toHaveLength(1);
  await again.close();
});

it("has one hold a lane: a drain takes a pause's place, and one resume ends it", async () => {
  await using started = await startControl();
  const { control, store, holds, enter } = started;
  await control.pause(ops, "t/s", { forMs: minute });
  await control.drain(ops, "t/s", { forMs: 2 * minute });
  expect((await store.pauses.all()).map(({ kind }) => kind)).toEqual(["lane.drain"]);
  await expect(enter("a", "t/s")).rejects.toMatchObject({ code: "queue_full" });
  await vi.advanceTimersByTimeAsync(minute);
  expect(holds.get("t/s")?.mode).toBe("draining");
  expect(await control.resume(ops, "t/s", "done")).toEqual({ resumed: 1, durable: true });
  expect(await control.resume(ops, "t/s", "again")).toEqual({ resumed: 0, durable: true });
  await enter("b", "t/s");
});

it("resumes all lanes, whatever held each of them", async () => {
  await using started = await startControl();
  const { control, holds, enter } = started;
  await control.pause(ops, "t/s", { forMs: minute });
  await control.pause(ops, "*", { forMs: minute });
  const entered = enter("a", "t/s");
  expect(await control.resume(ops, "*", undefined)).toEqual({ resumed: 2, durable: true });
  await entered;
  expect(holds.size).toBe(0);
  expect(control.component()).toEqual({
    name: "lanes",
    status: "ok",
    reason: "no lane is paused",
  });
});

it("clears what waits in a lane, and what runs where that is wished, and no other lane", async () => {
  await using started = await startControl();
  const { control, lanes, enter, events, cancelled } = started;
  await enter("a", "t/s");
  const waiting = [enter("b", "t/s"), enter("c", "t/s")];
  await enter("other", "t/u");
  expect(await control.clear(ops, "t/s", { includeRunning: false, reason: "stale" })).toEqual({
    cancelled: 2,
  });
  expect(cancelled).toEqual([
    "c: Its lane was cleared by ops: stale",
    "b: Its lane was cleared by ops: stale",
  ]);
  await expect(waiting[0]).rejects.toThrow("stale");
  expect(lanes.totalPending()).toBe(0);
  expect(events()).toEqual(["warn crm · s: cleared by ops (stale). Requests cancelled: 2."]);
  expect(await control.clear(ops, "*", { includeRunning: true })).toEqual({ cancelled: 2 });
  expect(cancelled.slice(2).map((text) => text[0])).toEqual(["a", "o"]);
  expect(await control.clear(ops, "t/nothing", { includeRunning: true })).toEqual({
    cancelled: 0,
  });
});

it("puts every change on record, with what was before and after", async () => {
  await using started = await startControl();
  const { control, audit } = started;
  await control.pause(ops, "t/s", { forMs: minute, reason: "one" });
  await control.pause(ops, "t/s", { forMs: null });
  await control.resume(ops, "t/s", undefined);
  await control.clear(ops, "*", { includeRunning: false });
  const { entries } = await audit.list({ limit: 9 });
  expect(entries.map(({ who, action, target, reason }) => [who, action, target, reason])).toEqual([
    ["ops (t1)", "lane.cleared", "*", null],
    ["ops (t1)", "lane.resumed", "t/s", null],
    ["ops (t1)", "lane.paused", "t/s", null],
    ["ops (t1)", "lane.paused", "t/s", "one"],
  ]);
  expect(entries[2]).toMatchObject({
    before: { mode: "paused", until: start + minute, reason: "one" },
    after: { mode: "paused", until: null },
  });
});

it("holds on a disk that refuses, and says that it is not durable", async () => {
  await using started = await startControl();
  const { control, store, holds, enter, lanes } = started;
  await store.close();
  expect(await control.pause(ops, "t/s", { forMs: minute })).toMatchObject({ durable: false });
  const entered = enter("a", "t/s");
  expect([holds.size, lanes.totalPending()]).toEqual([1, 1]);
  expect(await control.resume(ops, "t/s", undefined)).toEqual({ resumed: 1, durable: false });
  await entered;
});

it("holds no more lanes than it may", async () => {
  await using started = await startControl();
  const { control } = started;
  const many = Array.from({ length: 1_000 }, (_, index) =>
    control.pause(ops, `t/${index}`, { forMs: minute }),
  );
  await Promise.all(many);
  const more = control.pause(ops, "t/more", { forMs: minute });
  await expect(more).rejects.toMatchObject({ code: "overloaded" });
  await control.pause(ops, "t/0", { forMs: null });
});
