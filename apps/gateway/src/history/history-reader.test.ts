import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { asker } from "../asker.ts";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { HistoryReader } from "./history-reader.ts";
import { HistoryReaders } from "./history-readers.ts";
import type { Place } from "./place.ts";
import { readRequests } from "./read-requests.ts";
import { Statements } from "./statements.ts";
import { createHistoryBench } from "./testing/history-bench.ts";

const everything = { filter: {}, before: null, limit: 10 };
/** No list is cut short here, however busy the machine is. */
const lookMs = 10_000;
const msPerMinute = 60_000;

/** Whoever reads the file waits for as long as this is held, up to a second. */
function holdUp(path: string): Disposable {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  return {
    [Symbol.dispose]: () => {
      db.close();
    },
  };
}

/** The time of a thread that has a processor all the while. */
function counted(): () => number {
  let cpuMs = 0;
  return () => (cpuMs += 1);
}

async function fill(dataDir: string, requests: number): Promise<void> {
  const bounds = { maxRows: 1e6, maxBytes: 1e9, rowsPerBatch: 10_000 };
  await using bench = await createHistoryBench({ dataDir, bounds });
  for (let n = 0; n < requests; n += 1) {
    bench.begin(`r-${n}`);
    bench.end(`r-${n}`);
  }
}

it("answers one question after the other, and is there again after a question took too long", async () => {
  await using directory = await temporaryDirectory();
  await fill(directory.path, 3);
  const path = join(directory.path, "history.db");
  const hasty = new HistoryReader({
    path,
    deadlineMs: 1,
    maxWaitMs: 60_000,
    lookMs,
    cpuMsOf: counted(),
  });
  const holding = holdUp(path);
  const late = await Promise.allSettled([
    hasty.ask("requests", everything),
    hasty.ask("requests", everything),
  ]);
  holding[Symbol.dispose]();
  expect(late).toEqual([
    { status: "rejected", reason: expect.objectContaining({ code: "timeout" }) },
    { status: "rejected", reason: expect.objectContaining({ code: "timeout" }) },
  ]);
  await hasty.close();
  // None of these is about time.
  const reader = new HistoryReader({ path, deadlineMs: 15_000, maxWaitMs: 60_000, lookMs });
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => reader.ask("requests", everything)),
  );
  expect(answers.map(({ requests }) => requests.length)).toEqual(Array(20).fill(3));
  await reader.forget();
  expect((await reader.ask("requests", everything)).requests).toHaveLength(3);
  await reader.close();
});

it("tells the minute of the oldest figures, though they are kept by the hour and the day too", async () => {
  await using directory = await temporaryDirectory();
  // The minutes of a start are made hours and days of by the next one.
  await fill(directory.path, 1);
  await fill(directory.path, 1);
  const path = join(directory.path, "history.db");
  const reader = new HistoryReader({ path, deadlineMs: 15_000, maxWaitMs: 60_000, lookMs });
  const { oldestAt, oldestFiguresAt } = await reader.ask("extent", { countedTo: 10 });
  await reader.close();
  expect(oldestFiguresAt).toBe(Math.floor((oldestAt ?? 0) / msPerMinute) * msPerMinute);
});

it("does not count the time that a question waits for a processor, as far as the system tells it", async () => {
  await using directory = await temporaryDirectory();
  await fill(directory.path, 3);
  const path = join(directory.path, "history.db");
  const options = { path, deadlineMs: 1, maxWaitMs: 60_000, lookMs };
  const heldUp = new HistoryReader({ ...options, cpuMsOf: () => 0 });
  expect((await heldUp.ask("requests", everything)).requests).toHaveLength(3);
  await heldUp.close();
  const busy = new HistoryReader({ ...options, cpuMsOf: counted() });
  using _ = holdUp(path);
  await expect(busy.ask("requests", everything)).rejects.toMatchObject({ code: "timeout" });
  await busy.close();
});

it("refuses a question where too many wait, and where there is no file says why", async () => {
  await using directory = await temporaryDirectory();
  const reader = new HistoryReader({
    path: join(directory.path, "none.db"),
    deadlineMs: 5_000,
    maxWaitMs: 60_000,
    lookMs,
  });
  const asked = Array.from({ length: 70 }, () => reader.ask("requests", everything));
  const settled = Promise.allSettled(asked);
  await expect(asked[69]).rejects.toMatchObject({ code: "overloaded" });
  await expect(asked[0]).rejects.toThrow(/could not be read .*unable to open/);
  await reader.close();
  await settled;
  await expect(reader.ask("requests", everything)).rejects.toMatchObject({ code: "draining" });
});

it("keeps nobody waiting behind all that another one asks", async () => {
  await using directory = await temporaryDirectory();
  await fill(directory.path, 3);
  const path = join(directory.path, "history.db");
  const reader = new HistoryReader({ path, deadlineMs: 15_000, maxWaitMs: 60_000, lookMs });
  const answered: string[] = [];
  const ask = async (name: string): Promise<void> => {
    await asker.run(name, () => reader.ask("requests", everything));
    answered.push(name);
  };
  const flood = Array.from({ length: 40 }, () => ask("flood"));
  await Promise.all([ask("one"), ask("two"), ...flood]);
  expect(answered.indexOf("one")).toBeLessThan(4);
  expect(answered.indexOf("two")).toBeLessThan(4);
  const many = Array.from({ length: 70 }, () => ask("flood"));
  const settled = Promise.allSettled(many);
  await expect(many[69]).rejects.toMatchObject({ code: "overloaded" });
  await expect(ask("one")).resolves.toBeUndefined();
  await reader.close();
  await settled;
});

it("answers what many ask at once with one look, but never with one that began before", async () => {
  await using directory = await temporaryDirectory();
  await fill(directory.path, 3);
  const path = join(directory.path, "history.db");
  // None of these is about time.
  const readers = new HistoryReaders({ path, deadlineMs: 15_000, maxWaitMs: 60_000, lookMs });
  const tabs = Array.from({ length: 8 }, () => readers.ask("requests", { ...everything }));
  const other = readers.ask("requests", { ...everything, limit: 2 });
  const answers = await Promise.all(tabs);
  // One that each of the two threads was at already, and one for all who came later.
  expect(new Set(answers).size).toBe(3);
  expect(answers.map(({ requests }) => requests.length)).toEqual(Array(8).fill(3));
  expect((await other).requests).toHaveLength(2);
  expect(answers).not.toContain(await readers.ask("requests", everything));
  await readers.close();
});

it("keeps one thread free of what one asker asks where there is no room, as long as that is not much", async () => {
  await using directory = await temporaryDirectory();
  await fill(directory.path, 3);
  const path = join(directory.path, "history.db");
  // None of these is about time.
  const readers = new HistoryReaders({
    path,
    deadlineMs: 15_000,
    maxWaitMs: 60_000,
    lookMs,
    isRoomy: () => false,
  });
  const ask = (name: string, limit: number) =>
    asker.run(name, () => readers.ask("requests", { ...everything, limit }));
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask("one", 3)));
  // One that its thread was at already, and one for all who came later: the other thread has none.
  expect(new Set(answers).size).toBe(2);
  // It keeps the other thread free, and refuses no more for that.
  const many = Array.from({ length: 120 }, (_, n) => ask("one", 1 + n));
  const found = await Promise.all([...many, ask("other", 1)]);
  expect(found.every(({ requests }) => requests.length > 0)).toBe(true);
  await readers.close();
});

it("gives up on a question that waited too long, and not for the time that it takes itself", async () => {
  await using directory = await temporaryDirectory();
  await fill(directory.path, 3);
  const path = join(directory.path, "history.db");
  // A thread's start alone takes longer than that, and the second one waits for it.
  const reader = new HistoryReader({ path, deadlineMs: 15_000, maxWaitMs: 1, lookMs });
  const first = reader.ask("requests", everything);
  const second = reader.ask("requests", everything);
  await expect(second).rejects.toMatchObject({ code: "timeout" });
  expect((await first).requests).toHaveLength(3);
  await reader.close();
});

it("tells how far it looked where its time was over, and finds the rest from there", async () => {
  await using directory = await temporaryDirectory();
  await fill(directory.path, 5);
  const db = new DatabaseSync(join(directory.path, "history.db"), { readOnly: true });
  const statements = new Statements(db);
  const ids: string[] = [];
  let before: Place | null = null;
  do {
    const found = readRequests(statements, { ...everything, before }, -Infinity);
    expect(found.requests.length).toBeLessThanOrEqual(1);
    ids.push(...found.requests.map(({ row }) => row.id));
    before = found.lookedTo;
  } while (before !== null);
  expect(ids).toEqual(["r-4", "r-3", "r-2", "r-1", "r-0"]);
  db.close();
});
