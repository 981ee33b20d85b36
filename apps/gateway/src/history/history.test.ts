import { statSync } from "node:fs";
import { open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../test/seeded-random.ts";
import { findEvents } from "../ports/find-events.ts";
import { listRequests } from "../ports/list-requests.ts";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { createHistoryBench } from "./testing/history-bench.ts";

type Bench = Awaited<ReturnType<typeof createHistoryBench>>;

const idOf = (n: number): string => `r-${n}`;

/** All ids, page by page; `between` is called before each page but the first. */
async function idsByPage({ log, history }: Bench, limit: number, between = (): void => {}) {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const input = { limit, ...(cursor !== undefined && { cursor }) };
    const { requests, nextCursor } = await listRequests(log, history, input);
    ids.push(...requests.map(({ id }) => id));
    if (nextCursor === null) return ids;
    cursor = nextCursor;
    between();
  }
}

describe("a list of requests", () => {
  it("goes on from memory to the disk and to earlier starts, newest first, each once", async () => {
    await using directory = await temporaryDirectory();
    for (const from of [0, 40, 80]) {
      await using bench = await createHistoryBench({ dataDir: directory.path, keepEnded: 10 });
      for (let n = from; n < from + 40; n += 1) {
        bench.begin(idOf(n));
        bench.end(idOf(n));
      }
      const all = Array.from({ length: from + 40 }, (_, i) => idOf(from + 39 - i));
      for (const limit of [1_000, 40, 10, 7]) expect(await idsByPage(bench, limit)).toEqual(all);
    }
  });

  it.each([1, 2, 3, 4, 5])("holds while requests come and end (seed %i)", async (seed) => {
    await using directory = await temporaryDirectory();
    await using bench = await createHistoryBench({ dataDir: directory.path, keepEnded: 10 });
    const random = seededRandom(seed);
    const open: string[] = [];
    let n = 0;
    const play = (): void => {
      for (let step = 0; step < 12; step += 1) {
        if (random() < 0.5 || open.length === 0) {
          open.push(idOf(n));
          bench.begin(idOf(n));
          n += 1;
        } else {
          const [id = ""] = open.splice(Math.floor(random() * open.length), 1);
          bench.end(id);
        }
      }
    };
    for (let round = 0; round < 10; round += 1) play();
    const known = Array.from({ length: n }, (_, i) => idOf(i));
    const ids = await idsByPage(bench, 5, play);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(known));
    expect(ids).toHaveLength(known.length);
  });

  it("answers nothing but what was asked for", async () => {
    await using directory = await temporaryDirectory();
    await using bench = await createHistoryBench({ dataDir: directory.path, keepEnded: 1 });
    const { log, history, begin, end, state } = bench;
    begin("a", { sessionId: "s-1", channel: "openai", client: "till" });
    state({
      type: "request.messages",
      requestId: "a",
      messages: [{ role: "user", text: "The Railway." }],
    });
    state({ type: "tool.started", requestId: "a", spanId: "a.1", tool: "clock", input: "{}" });
    end("a");
    begin("b", { agent: null, provider: "claude", model: "haiku" });
    const failed = {
      outcome: "failed",
      errorKind: "timeout",
      message: "It took too long.",
    } as const;
    state({ type: "request.ended", requestId: "b", ...failed });
    begin("c");
    end("c");
    const list = async (filter: object) => {
      const { requests } = await listRequests(log, history, { limit: 10, ...filter });
      return requests.map(({ id }) => id).join("");
    };
    expect(await list({})).toBe("cba");
    expect(await list({ sessionId: "s-1" })).toBe("a");
    expect(await list({ channel: "openai" })).toBe("a");
    expect(await list({ client: "till" })).toBe("a");
    expect(await list({ agent: "support" })).toBe("ca");
    expect(await list({ provider: "claude", model: "haiku" })).toBe("b");
    expect(await list({ outcome: "failed" })).toBe("b");
    expect(await list({ errorKind: "timeout" })).toBe("b");
    expect(await list({ tool: "clock" })).toBe("a");
    expect(await list({ text: "railway" })).toBe("a");
    expect(await list({ text: "TOO LONG" })).toBe("b");
    expect(await list({ text: "rail the" })).toBe("a");
    expect(await list({ text: "ailway" })).toBe("");
    expect(await list({ text: '\uE000 railway " OR *' })).toBe("");
    expect(await list({ lane: "l", outcome: "ok" })).toBe("ca");
    expect(await list({ outcome: "ok", tool: "clock", client: "till", text: "railway" })).toBe("a");
    expect(await list({ outcome: "failed", tool: "clock" })).toBe("");
    expect(await list({ minDurationMs: 60_000 })).toBe("");
    expect(await list({ minDurationMs: 0, maxDurationMs: 60_000 })).toBe("cba");
    expect(await list({ minCostUsd: 0.000_001 })).toBe("");
    expect(await list({ state: "running" })).toBe("");
    expect(await list({ to: 1 })).toBe("");
    expect(await list({ from: Date.now() + 60_000 })).toBe("");
    await expect(list({ cursor: "a" })).rejects.toThrow("none that requests.list gave");
  });
});

it("reads events on beyond those in memory, and into earlier starts", async () => {
  await using directory = await temporaryDirectory();
  for (const from of [0, 700]) {
    await using bench = await createHistoryBench({ dataDir: directory.path });
    for (let n = from; n < from + 700; n += 1) bench.event(`event ${n}`);
    const messages: string[] = [];
    let before: string | undefined;
    do {
      const input = { limit: 300, source: "test", ...(before !== undefined && { before }) };
      const page = await findEvents(bench.events, bench.history, input);
      messages.push(...page.map(({ message }) => message));
      before = page.at(-1)?.id;
    } while (before !== undefined);
    expect(messages).toEqual(
      Array.from({ length: from + 700 }, (_, i) => `event ${from + 699 - i}`),
    );
  }
});

describe("a file that is no good", () => {
  it("is refused where a later version wrote it, and left as it is", async () => {
    await using directory = await temporaryDirectory();
    const db = new DatabaseSync(join(directory.path, "history.db"));
    db.exec("PRAGMA user_version = 999");
    db.close();
    await expect(createHistoryBench({ dataDir: directory.path })).rejects.toThrow(
      /written by a later version of Signalbox .*Start that version again, or move/,
    );
    expect(await readdir(directory.path)).toEqual(["history.db"]);
  });

  it("is set aside where it is damaged, with its name told, and a new one begun", async () => {
    await using directory = await temporaryDirectory();
    {
      await using bench = await createHistoryBench({ dataDir: directory.path });
      for (let n = 0; n < 500; n += 1) bench.event(`event ${n} ${"x".repeat(100)}`);
    }
    const file = await open(join(directory.path, "history.db"), "r+");
    for (let page = 5; page < 20; page += 1)
      await file.write(Buffer.alloc(64, 0x5a), 0, 64, page * 4_096);
    await file.close();
    await using bench = await createHistoryBench({ dataDir: directory.path });
    const [told] = bench.events.find({ limit: 1, level: "error" });
    const aside = (await readdir(directory.path)).find((name) => name.includes(".damaged-"));
    expect(aside).toBeDefined();
    expect(told?.message).toContain(aside);
    bench.begin("a");
    bench.end("a");
    expect(await idsByPage(bench, 10)).toEqual(["a"]);
    expect(bench.history.component().status).toBe("ok");
  });
});

it("that is removed while it is written is begun anew, and its loss is told", async () => {
  await using directory = await temporaryDirectory();
  await using bench = await createHistoryBench({ dataDir: directory.path, keepEnded: 1 });
  for (const id of ["a", "b", "c"]) {
    bench.begin(id);
    bench.end(id);
  }
  expect(await idsByPage(bench, 10)).toEqual(["c", "b", "a"]);
  for (const end of ["", "-wal", "-shm"]) await rm(join(directory.path, `history.db${end}`));
  const told = () => bench.events.find({ limit: 10, source: "history" }).map((e) => e.message);
  await expect
    .poll(told, { timeout: 10_000 })
    .toEqual([
      expect.stringContaining("Stored history goes on"),
      expect.stringContaining("was removed or replaced"),
    ]);
  for (const id of ["d", "e"]) {
    bench.begin(id);
    bench.end(id);
  }
  await expect.poll(() => idsByPage(bench, 10)).toEqual(["e", "d"]);
});

describe("what is kept", () => {
  it("is bounded in size: the oldest goes and the file shrinks", async () => {
    await using directory = await temporaryDirectory();
    const path = join(directory.path, "history.db");
    let maxBytes = 1e9;
    await using bench = await createHistoryBench({
      dataDir: directory.path,
      keepEnded: 1,
      limits: () => ({ retainDays: 14, maxBytes }),
    });
    for (let n = 0; n < 400; n += 1) {
      bench.begin(idOf(n), { body: "x".repeat(20_000) });
      bench.end(idOf(n));
    }
    await expect.poll(() => bench.history.component().reason).toMatch(/ 0, the oldest for 0 ms$/);
    const before = (await idsByPage(bench, 500)).length;
    expect(before).toBe(400);
    maxBytes = 2e6;
    await expect.poll(() => statSync(path).size, { timeout: 15_000 }).toBeLessThan(2.2e6);
    const ids = await idsByPage(bench, 500);
    expect(ids.length).toBeGreaterThan(10);
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => idOf(399 - i)));
  });

  it("is bounded in age", async () => {
    await using directory = await temporaryDirectory();
    let ahead = 0;
    const clock = { now: () => Date.now() + ahead, mono: () => performance.now() };
    const limits = () => ({ retainDays: 1, maxBytes: 1e9 });
    await using bench = await createHistoryBench({
      dataDir: directory.path,
      keepEnded: 1,
      clock,
      limits,
    });
    for (let n = 0; n < 300; n += 1) {
      bench.begin(idOf(n));
      bench.end(idOf(n));
      bench.event(`event ${n}`);
    }
    expect(await idsByPage(bench, 500)).toHaveLength(300);
    ahead = 25 * 3_600_000;
    bench.begin("new");
    bench.end("new");
    await expect.poll(() => idsByPage(bench, 500), { timeout: 15_000 }).toEqual(["new"]);
  });
});

it("drops and counts what there is no room for, says so, and goes on with a gap", async () => {
  await using directory = await temporaryDirectory();
  const bounds = { maxRows: 100, maxBytes: 1e6, rowsPerBatch: 20 };
  {
    await using bench = await createHistoryBench({
      dataDir: directory.path,
      bounds,
      keepEnded: 15,
    });
    bench.begin("in flight");
    // In one turn of the loop: the thread is heard of only after it.
    for (let n = 0; n < 200; n += 1) {
      bench.begin(idOf(n));
      bench.end(idOf(n));
    }
    expect(bench.history.component()).toMatchObject({
      status: "warn",
      reason: expect.stringMatching(/rows that wait: 100,.*rows lost since the start: [1-9]\d*/),
    });
    const told = () => bench.events.find({ limit: 10, source: "history" }).map((e) => e.message);
    await expect
      .poll(told)
      .toEqual([
        expect.stringMatching(/^Stored history goes on after \d+ s\. Rows lost: [1-9]\d*\.$/),
        expect.stringContaining("more was to be written than the disk took"),
      ]);
    await expect.poll(() => bench.history.component().status).toBe("ok");
    bench.end("in flight");
  }
  const db = new DatabaseSync(join(directory.path, "history.db"), { readOnly: true });
  const gap = db.prepare("SELECT * FROM gaps").all();
  expect(gap).toHaveLength(1);
  const outcomes = db.prepare("SELECT id, outcome FROM requests ORDER BY seq").all();
  db.close();
  const byId = new Map(outcomes.map((row) => [row["id"], row["outcome"]]));
  expect(byId.get("in flight")).toBe("ok");
  // Those that memory still had were stated again.
  for (let n = 185; n < 200; n += 1) expect(byId.get(idOf(n))).toBe("ok");
  expect([...byId.values()].every((outcome) => outcome !== null)).toBe(true);
});

it("states again as much as there is room for, and begins no further gap with it", async () => {
  await using directory = await temporaryDirectory();
  const bounds = { maxRows: 100, maxBytes: 1e6, rowsPerBatch: 20 };
  const ids = Array.from({ length: 300 }, (_, n) => idOf(n));
  {
    await using bench = await createHistoryBench({ dataDir: directory.path, bounds });
    for (const id of ids) bench.begin(id);
    await expect
      .poll(() => bench.events.find({ limit: 10, source: "history" })[0]?.message)
      .toMatch(/Rows lost: \d+\. Requests that there was no room to write again: [1-9]\d*\.$/);
    await expect.poll(() => bench.history.component().status).toBe("ok");
    for (const [n, id] of ids.entries()) {
      bench.end(id);
      if (n % 20 === 0) await expect.poll(() => bench.history.component().reason).toContain(": 0,");
    }
  }
  const db = new DatabaseSync(join(directory.path, "history.db"), { readOnly: true });
  const gaps = db.prepare("SELECT * FROM gaps").all();
  const ended = db.prepare("SELECT count(*) AS n FROM requests WHERE outcome = 'ok'").get();
  db.close();
  expect(gaps).toHaveLength(1);
  expect(ended?.["n"]).toBe(ids.length);
});
