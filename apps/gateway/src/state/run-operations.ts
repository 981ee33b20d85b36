import type { DatabaseSync } from "node:sqlite";
import { excessOf } from "./excess.ts";
import { numberOrNull, textOrNull, read, write } from "./operation.ts";
import type { RunKey, RunRecord } from "./records.ts";

export interface RunBounds {
  /** Those that began earlier are forgotten; epoch milliseconds. */
  readonly since: number;
  /** Ids, and what was sent under them by its hash: a few hundred bytes each. */
  readonly maxRuns: number;
  /** Of those, the ones whose outcome is kept too, which may be large. */
  readonly maxOutcomes: number;
}

/** Rows that one step takes, so that nobody who writes waits long for it. */
const stepRows = 500;

export const runOperations = {
  /** The run of that key that there was before; null where this one is taken for it. */
  "runs.claim": write((db, { run, since }: { run: RunRecord; since: number }): RunRecord | null => {
    const known = db
      .prepare("SELECT * FROM runs WHERE client_id = ? AND request_id = ? AND started_at >= ?")
      .get(run.clientId, run.requestId, since);
    if (known !== undefined) return runRecord(known);
    putRun(db, run);
    return null;
  }),
  "runs.put": write((db, run: RunRecord) => {
    putRun(db, run);
  }),
  "runs.remove": write((db, { clientId, requestId }: RunKey) => {
    db.prepare("DELETE FROM runs WHERE client_id = ? AND request_id = ?").run(clientId, requestId);
  }),
  "runs.get": read((db, { clientId, requestId }: RunKey): RunRecord | null => {
    const row = db
      .prepare("SELECT * FROM runs WHERE client_id = ? AND request_id = ?")
      .get(clientId, requestId);
    return row === undefined ? null : runRecord(row);
  }),
  /**
   * Takes one step towards the bounds, and answers with the rows that it took; 0 where there is nothing
   * left to do. A token that has more than its share gives up its own, the oldest first.
   */
  "runs.prune": write((db, { since, maxRuns, maxOutcomes }: RunBounds): number => {
    const old = db
      .prepare(
        `DELETE FROM runs WHERE (client_id, request_id) IN
           (SELECT client_id, request_id FROM runs WHERE started_at < ? ORDER BY started_at LIMIT ?)`,
      )
      .run(since, stepRows);
    let taken = Number(old.changes);
    const trim = (max: number, where: string, change: string): void => {
      const counts = db
        .prepare(`SELECT client_id, COUNT(*) AS count FROM runs WHERE ${where} GROUP BY client_id`)
        .all()
        .map((row) => [String(row["client_id"]), Number(row["count"])] as const);
      for (const [clientId, excess] of excessOf(new Map(counts), max)) {
        const { changes } = db
          .prepare(
            `${change} WHERE (client_id, request_id) IN
               (SELECT client_id, request_id FROM runs WHERE client_id = ? AND ${where}
                ORDER BY started_at LIMIT ?)`,
          )
          .run(clientId, Math.min(excess, Math.max(0, stepRows - taken)));
        taken += Number(changes);
      }
    };
    trim(maxOutcomes, "outcome IS NOT NULL", "UPDATE runs SET outcome = NULL");
    trim(maxRuns, "state = 'ended'", "DELETE FROM runs");
    return taken;
  }),
} as const;

function putRun(db: DatabaseSync, run: RunRecord): void {
  db.prepare(
    `INSERT INTO runs (client_id, request_id, body_hash, session_id, state, outcome, started_at, ended_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (client_id, request_id) DO UPDATE SET body_hash = excluded.body_hash,
       session_id = excluded.session_id, state = excluded.state, outcome = excluded.outcome,
       started_at = excluded.started_at, ended_at = excluded.ended_at`,
  ).run(
    run.clientId,
    run.requestId,
    run.bodyHash,
    run.sessionId,
    run.state,
    run.outcome,
    run.startedAt,
    run.endedAt,
  );
}

function runRecord(row: Record<string, unknown>): RunRecord {
  return {
    clientId: String(row["client_id"]),
    requestId: String(row["request_id"]),
    bodyHash: String(row["body_hash"]),
    sessionId: String(row["session_id"]),
    state: row["state"] === "ended" ? "ended" : "running",
    outcome: textOrNull(row["outcome"]),
    startedAt: Number(row["started_at"]),
    endedAt: numberOrNull(row["ended_at"]),
  };
}
