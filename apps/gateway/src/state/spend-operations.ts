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

/** What comes before the slash in a session's key is its token. */
const token = "substr(key, 1, instr(key, '/') - 1)";

/** Every token's last one, then every token's second to last …: who has the most is the first to lose. */
const ranked = `
  SELECT *, ROW_NUMBER() OVER (PARTITION BY ${token} ORDER BY updated_at DESC, key) AS rank
  FROM spend WHERE scope = 'session'`;
const byShare = "ORDER BY rank, updated_at DESC, key";
const beyond = `SELECT key FROM (${ranked}) ${byShare} LIMIT -1 OFFSET ?`;

export const spendOperations = {
  "spend.load": read((db, { day, sessionsSince, maxSessions }: SpendScope): SpendRecord[] => {
    const days = db
      .prepare("SELECT * FROM spend WHERE scope = 'day' AND key >= ? AND key < ?")
      .all(`${day}/`, `${day}0`);
    const sessions = db
      .prepare(
        `SELECT * FROM (SELECT * FROM (${ranked}) WHERE updated_at >= ? ${byShare} LIMIT ?)
         ORDER BY updated_at`,
      )
      .all(sessionsSince, maxSessions);
    return [...days, ...sessions].map(spendRecord);
  }),
  "spend.prune": write((db, { day, sessionsSince, maxSessions }: SpendScope) => {
    db.prepare("DELETE FROM spend WHERE scope = 'day' AND key < ?").run(day);
    db.prepare(
      `DELETE FROM spend WHERE scope = 'session' AND (updated_at < ? OR key IN (${beyond}))`,
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
