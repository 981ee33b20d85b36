import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { openHistory } from "./open-history.ts";
import { HistoryRetention, rowsPerStep } from "./retention.ts";

const boot = 1;
const requests = 60;
const textsPerRequest = 15;

function countRows(db: DatabaseSync): number {
  const sql = `SELECT (SELECT count(*) FROM requests) + (SELECT count(*) FROM texts)
    + (SELECT count(*) FROM events) AS n`;
  return Number(db.prepare(sql).get()?.["n"]);
}

function fill(db: DatabaseSync, endedSeq: string): void {
  db.exec(`
    INSERT INTO boots (n, boot_id, node, version, started_at, last_at)
      VALUES (${boot}, 'boot', 'node', '0', 0, 0);
    WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${requests})
    INSERT INTO requests (n, boot, seq, ended_seq, id, session_id, lane, lane_label, one_shot, channel,
        client, client_id, started_at, duration_ms, output_tokens, usage_source, model_calls, attempts,
        practice, route, ended_at)
      SELECT (${boot} << 40) | i, ${boot}, i, ${endedSeq}, i, 's', 'l', 'l', 0, 'trpc', 'c', 'c', i, 1, 0, 'unknown', 0, 0, 0, '/', i
      FROM n;
    WITH n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${requests * textsPerRequest - 1})
    INSERT INTO texts
      SELECT ${boot}, 1 + i / ${textsPerRequest}, i % ${textsPerRequest}, 'user', hex(zeroblob(500)), 0, 1
      FROM n;
    WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
    INSERT INTO events SELECT (${boot} << 40) | (1000 + i), ${boot}, 1000 + i, i, 'info', 'test', 'told', NULL, NULL, NULL FROM n`);
}

it("deletes a few rows at a time, until nothing is left that is too old", async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, "history.db");
  const { db } = openHistory(path, { now: 0, isDamaged: false });
  fill(db, "i + 100");
  const retention = new HistoryRetention(db, boot);
  const before = retention.usedBytes();
  const limits = { retainDays: 1, maxBytes: 1e9 };
  const aDayLater = 86_400_000 + 10_000;
  expect(retention.step(limits, 86_400_000)).toBe(false);
  for (let rows = countRows(db), goesOn = true; goesOn;) {
    goesOn = retention.step(limits, aDayLater);
    const left = countRows(db);
    expect(rows - left).toBeLessThanOrEqual(rowsPerStep);
    rows = left;
  }
  expect(countRows(db)).toBe(0);
  expect(retention.usedBytes()).toBeLessThan(before / 4);
  db.close();
});

it("leaves requests in flight, however full it is", async () => {
  await using directory = await temporaryDirectory();
  const { db } = openHistory(join(directory.path, "history.db"), { now: 0, isDamaged: false });
  fill(db, "NULL");
  db.exec("DELETE FROM events");
  const retention = new HistoryRetention(db, boot);
  expect(retention.step({ retainDays: 1, maxBytes: 1 }, 1)).toBe(false);
  expect(countRows(db)).toBe(requests * (1 + textsPerRequest));
  db.close();
});
