import { read, write } from "./operation.ts";
import type { SpendRecord } from "./records.ts";

/** What of it is still of use: one day, and the sessions used last. */
export interface SpendScope {
  /** Of UTC: `2026-11-22`. A day's keys begin with it and a slash. */
  readonly day: string;
  /** Epoch milliseconds. */
  readonly sessionsSince: number;
  readonly maxSessions: number;
}

export const spendOperations = {
  "spend.load": read((db, { day, sessionsSince, maxSessions }: SpendScope): SpendRecord[] => {
    const days = db
      .prepare("SELECT * FROM spend WHERE scope = 'day' AND key >= ? AND key < ?")
      .all(`${day}/`, `${day}0`);
    const sessions = db
      .prepare(
        "SELECT * FROM spend WHERE scope = 'session' AND updated_at >= ? ORDER BY updated_at DESC LIMIT ?",
      )
      .all(sessionsSince, maxSessions);
    return [...days, ...sessions.toReversed()].map(spendRecord);
  }),
  "spend.prune": write((db, { day, sessionsSince, maxSessions }: SpendScope) => {
    db.prepare("DELETE FROM spend WHERE scope = 'day' AND key < ?").run(day);
    db.prepare(
      `DELETE FROM spend WHERE scope = 'session' AND (updated_at < ? OR key IN
         (SELECT key FROM spend WHERE scope = 'session' ORDER BY updated_at DESC, key LIMIT -1 OFFSET ?))`,
    ).run(sessionsSince, maxSessions);
  }),
  "spend.put": write((db, records: readonly SpendRecord[]) => {
    const put = db.prepare(
      `INSERT INTO spend (scope, key, tokens, usd, updated_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (scope, key) DO UPDATE SET tokens = excluded.tokens, usd = excluded.usd,
         updated_at = excluded.updated_at`,
    );
    for (const { scope, key, tokens, usd, updatedAt } of records) {
      put.run(scope, key, tokens, usd, updatedAt);
    }
  }),
} as const;

function spendRecord(row: Record<string, unknown>): SpendRecord {
  return {
    scope: row["scope"] === "day" ? "day" : "session",
    key: String(row["key"]),
    tokens: Number(row["tokens"]),
    usd: Number(row["usd"]),
    updatedAt: Number(row["updated_at"]),
  };
}
