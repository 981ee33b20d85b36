import type { DatabaseSync } from "node:sqlite";
import { numberOrNull, textOrNull, read, write } from "./operation.ts";
import type { RunKey, RunRecord } from "./records.ts";

export interface RunBounds {
  /** Those that began earlier are forgotten; epoch milliseconds. */
  readonly since: number;
  readonly maxRuns: number;
}

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
  "runs.prune": write((db, { since, maxRuns }: RunBounds) => {
    db.prepare("DELETE FROM runs WHERE started_at < ?").run(since);
    db.prepare(
      `DELETE FROM runs WHERE (client_id, request_id) IN
         (SELECT client_id, request_id FROM runs ORDER BY started_at DESC LIMIT -1 OFFSET ?)`,
    ).run(maxRuns);
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
