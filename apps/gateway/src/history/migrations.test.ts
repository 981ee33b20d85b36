import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { findEvents } from "../ports/find-events.ts";
import { listRequests } from "../ports/list-requests.ts";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { counterBytes, Entries } from "./rollup-codec.ts";
import { rowMinute } from "./rollup-rows.ts";
import { migrations } from "./schema.ts";
import { createHistoryBench } from "./testing/history-bench.ts";

/** Young enough to be kept, at ten seconds past a minute. */
const startedAt = Math.floor(Date.now() / 60_000 - 1_440) * 60_000 + 10_000;

/** A file as version 1 wrote it: two requests, one of which a crash left open, and what was told of them. */
function writeVersion1(path: string): void {
  using db = new DatabaseSync(path);
  const [first] = migrations;
  db.exec("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
  db.exec(first ?? "");
  db.exec(`
    PRAGMA user_version = 1;
    INSERT INTO boots VALUES (1, 'old', 'node-1', '0.1.0', ${startedAt}, ${startedAt + 30_000}, NULL, NULL);
    INSERT INTO requests (boot, seq, ended_seq, id, session_id, lane, lane_label, one_shot, channel, client,
        client_id, agent, provider, model, started_at, ended_at, duration_ms, outcome, output_tokens,
        usage_source, cost_usd, model_calls, attempts, practice, route)
      VALUES (1, 5, 9, 'a', 's-1', 'k/s-1', 'trpc · s-1', 0, 'trpc', 'crm', 'k', 'support', 'local', 'swift-1',
        ${startedAt + 1_000}, ${startedAt + 3_000}, 2000, 'ok', 7, 'reported', 0.25, 1, 1, 0, '/'),
       (1, 11, NULL, 'b', 's-1', 'k/s-1', 'trpc · s-1', 0, 'trpc', 'crm', 'k', 'support', 'local', 'swift-1',
        ${startedAt + 20_000}, NULL, 0, NULL, 0, 'unknown', NULL, 0, 0, 0, '/');
    INSERT INTO spans (boot, request_seq, id, kind, name, started_at, ended_at, status, usage_source)
      VALUES (1, 5, 'a.q', 'queue', 'l', ${startedAt + 1_000}, ${startedAt + 1_500}, 'ok', 'unknown'),
       (1, 5, 'a.t1', 'tool', 'clock', ${startedAt + 1_600}, ${startedAt + 2_600}, 'ok', 'unknown');
    INSERT INTO texts VALUES (1, 5, 0, 'user', 'Tell me of the railway.', 0, ${startedAt});
    INSERT INTO events VALUES (1, 3, ${startedAt}, 'warn', 'model.local', 'It was slow.', NULL, NULL, NULL);
  `);
}

it("a file of version 1 is brought to this one, and found in like one of this version", async () => {
  await using directory = await temporaryDirectory();
  writeVersion1(join(directory.path, "history.db"));
  await using bench = await createHistoryBench({ dataDir: directory.path });
  const { log, history, events } = bench;
  const idsOf = async (filter: object): Promise<string> => {
    const { requests } = await listRequests(log, history, { limit: 10, ...filter });
    return requests.map(({ id, outcome }) => `${id}:${outcome}`).join(" ");
  };
  expect(await idsOf({})).toBe("b:interrupted a:ok");
  expect(await idsOf({ text: "railw" })).toBe("a:ok");
  expect(await idsOf({ tool: "clock", client: "crm" })).toBe("a:ok");
  expect(await idsOf({ outcome: "interrupted" })).toBe("b:interrupted");
  const told = await findEvents(events, history, { limit: 10, source: "model.", text: "slow" });
  expect(told.map(({ id }) => id)).toEqual(["old:3"]);
  const [session] = await history.ask("sessions", { limit: 10, before: null });
  expect(session).toMatchObject({ sessionId: "s-1", requests: 2, failed: 0, costUsd: 0.25 });
  // Its minutes were never written: they are made of what it has.
  const minute = Math.floor(startedAt / 60_000);
  const messages = async (): Promise<number | undefined> => {
    const found = await history.ask("rollups", {
      from: minute,
      to: minute + 1,
      stepMinutes: 1,
      boot: history.boot,
      tails: [],
      wishes: [
        {
          dimension: "",
          part: "counters",
          counters: ["messages", "toolCalls"],
          limit: 1,
        },
      ],
    });
    return found.wishes[0]?.values[0]?.columns[0]?.[0];
  };
  await expect.poll(messages, { timeout: 10_000 }).toBe(1);
});

/** A file as version 2 wrote it: of a start that is over, the two hours it made and no days. */
function writeVersion2(path: string, firstHour: number): void {
  using db = new DatabaseSync(path);
  db.exec("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
  for (const step of migrations.slice(0, 2)) db.exec(step);
  const at = firstHour * 3_600_000;
  const insertBoot = db.prepare(
    `INSERT INTO boots (n, boot_id, node, version, started_at, last_at, ended_at, clean, minutes_to, hours_to)
     VALUES (1, 'old', 'node-1', '0.1.0', ?1, ?2, ?2, 1, ?3, ?4)`,
  );
  insertBoot.run(at, at + 7_199_000, firstHour * 60 + 119, firstHour + 2);
  const counted = new Entries();
  counted.add("swift-1", counterBytes({ modelCalls: 21 }));
  const insertHour = db.prepare("INSERT INTO rollups VALUES (60, 'model', 'counters', ?, 1, ?)");
  for (const hour of [firstHour, firstHour + 1]) insertHour.run(hour * 60, counted.bytes());
  db.exec("PRAGMA user_version = 2");
}

it("of a file of version 2 the days are made of its hours", async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, "history.db");
  const firstHour = Math.floor(startedAt / 86_400_000) * 24 + 5;
  writeVersion2(path, firstHour);
  await using bench = await createHistoryBench({ dataDir: directory.path });
  await bench.history.opened();
  using db = new DatabaseSync(path, { readOnly: true });
  const daysMade = (): unknown =>
    db
      .prepare(
        `SELECT ${rowMinute} AS minute FROM rollups
         JOIN rollup_kinds ON kind = n >> 50 WHERE level = 1440 AND dimension = 'model'`,
      )
      .all();
  const minute = (firstHour - 5) * 60;
  await expect.poll(daysMade, { timeout: 10_000 }).toEqual([{ minute }]);
  const { values } = await bench.history.ask("breakdown", {
    from: minute,
    to: minute + 1_440,
    dimension: "model",
    sketches: [],
    boot: bench.history.boot,
    tails: [],
  });
  expect(values).toMatchObject([{ value: "swift-1", counters: { modelCalls: 42 } }]);
});

/** A file as version 3 wrote it: a failed request whose tool failed twice before, and a failure whose request is gone. */
function writeVersion3(path: string): void {
  using db = new DatabaseSync(path);
  db.exec("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
  for (const step of migrations.slice(0, 3)) db.exec(step);
  db.exec(`
    INSERT INTO boots (n, boot_id, node, version, started_at, last_at, clean)
      VALUES (2, 'old', 'node-1', '0.1.0', ${startedAt}, ${startedAt + 30_000}, 1);
    INSERT INTO requests (n, boot, seq, ended_seq, id, session_id, lane, lane_label, one_shot, channel, client,
        client_id, started_at, ended_at, duration_ms, outcome, output_tokens, usage_source, model_calls,
        attempts, practice, route)
      VALUES (2 << 40 | 5, 2, 5, 9, 'a', 's-1', 'k/s-1', 'trpc · s-1', 0, 'trpc', 'crm', 'k',
        ${startedAt + 1_000}, ${startedAt + 3_000}, 2000, 'failed', 7, 'reported', 1, 1, 0, '/');
    INSERT INTO failures (n, boot, seq, at, fingerprint, error_kind, message, request_id, lane_label, channel, client)
      VALUES (2 << 40 | 7, 2, 7, ${startedAt + 2_000}, 'f-1', 'timeout', 'It took long.', 'a', 'l', 'trpc', 'crm'),
       (2 << 40 | 8, 2, 8, ${startedAt + 2_500}, 'f-1', 'timeout', 'It took long.', 'a', 'l', 'trpc', 'crm'),
       (2 << 40 | 9, 2, 9, ${startedAt + 3_000}, 'f-2', 'internal', 'It broke.', 'gone', 'l', 'trpc', 'crm');
    PRAGMA user_version = 3;
  `);
}

it("of a file of version 3 the failures lead to their requests", async () => {
  await using directory = await temporaryDirectory();
  writeVersion3(join(directory.path, "history.db"));
  await using bench = await createHistoryBench({ dataDir: directory.path });
  const idsOf = async (fingerprint: string): Promise<string[]> => {
    const { requests } = await listRequests(bench.log, bench.history, { limit: 10, fingerprint });
    return requests.map(({ id }) => id);
  };
  expect(await idsOf("f-1")).toEqual(["a"]);
  expect(await idsOf("f-2")).toEqual([]);
});

it("every version's step leads to the same tables", () => {
  const shapeOf = (db: DatabaseSync) =>
    db.prepare("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").all();
  using whole = new DatabaseSync(":memory:");
  for (const step of migrations) whole.exec(step);
  using again = new DatabaseSync(":memory:");
  for (const step of migrations) {
    again.exec("BEGIN IMMEDIATE");
    again.exec(step);
    again.exec("COMMIT");
  }
  expect(shapeOf(again)).toEqual(shapeOf(whole));
  expect(migrations).toHaveLength(4);
});
