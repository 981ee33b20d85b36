import type { DatabaseSync } from "node:sqlite";
import type { BootInfo, Gap, Opening, Totals } from "./messages.ts";
import { RequestIndex } from "./request-index.ts";
import { writeStatement } from "./write-statement.ts";

/** After everything that a start ended by itself: 2^52. */
const afterAll = 4_503_599_627_370_496;

const interruptedMessage = "The gateway stopped before the request had ended.";
const untoldMessage = "How the request ended was lost, for stored history was paused.";

/**
 * Begins this start in the file, or goes on with it where the file was opened again. What an earlier one
 * left open is closed as `interrupted`, and the time that nobody saw is a gap.
 */
export function beginBoot(
  db: DatabaseSync,
  boot: BootInfo,
): { readonly n: number } & Omit<Opening, "setAside"> {
  db.exec("BEGIN IMMEDIATE");
  try {
    const totals = lastTotals(db);
    const known = numberOf(db.prepare("SELECT n FROM boots WHERE boot_id = ?").get(boot.bootId));
    const n = known ?? insertBoot(db, boot, totals);
    const left = db
      .prepare("SELECT n, last_at FROM boots WHERE clean IS NULL AND n <> ? ORDER BY n")
      .all(n);
    let interrupted = 0;
    let gap: Gap | null = null;
    for (const row of left) {
      const lastAt = Number(row["last_at"]);
      const earlier = Number(row["n"]);
      interrupted += interruptBoot(db, earlier, lastAt);
      gap = { from: lastAt, to: Math.max(lastAt, boot.startedAt), reason: crashed, lost: null };
      insertGap(db, n, gap);
    }
    db.exec("COMMIT");
    return { n, interrupted, gap, totals };
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

const crashed = "The gateway did not stop as it should.";

/** Marks a start as one that stopped as it should, with everything written. */
export function endBoot(db: DatabaseSync, n: number, now: number, totals: Totals | null): void {
  writeStatement(
    db,
    `UPDATE boots SET ended_at = ?, last_at = ?, clean = 1, messages = ifnull(?, messages),
       errors = ifnull(?, errors), model_calls = ifnull(?, model_calls) WHERE n = ?`,
  ).run(now, now, totals?.messages ?? null, totals?.errors ?? null, totals?.modelCalls ?? null, n);
}

export function insertGap(db: DatabaseSync, boot: number, { from, to, reason, lost }: Gap): void {
  const sql = "INSERT INTO gaps (boot, from_at, to_at, reason, lost) VALUES (?, ?, ?, ?, ?)";
  writeStatement(db, sql).run(boot, Math.round(from), Math.round(to), reason, lost);
}

/**
 * Ends requests whose own end nobody will tell any more: after all others of their start, or, while that
 * goes on, as old as they are.
 */
export function interrupt(db: DatabaseSync, { boot, seqs, at, isOver }: Interruption): void {
  const request = writeStatement(
    db,
    `UPDATE requests SET ended_seq = seq + ?, ended_at = max(started_at, ?),
       duration_ms = max(0, ? - started_at), outcome = 'interrupted', error_message = ?
     WHERE boot = ? AND seq = ? AND ended_seq IS NULL`,
  );
  const spans = writeStatement(
    db,
    `UPDATE spans SET ended_at = max(started_at, ?), status = 'cancelled'
     WHERE boot = ? AND request_seq = ? AND ended_at IS NULL`,
  );
  const message = isOver ? interruptedMessage : untoldMessage;
  const index = new RequestIndex(db, boot);
  for (const seq of seqs) {
    request.run(isOver ? afterAll : 0, at, at, message, boot, seq);
    spans.run(at, boot, seq);
    index.add(seq);
  }
}

interface Interruption {
  readonly boot: number;
  readonly seqs: readonly number[];
  readonly at: number;
  /** The start that they are of is over. */
  readonly isOver: boolean;
}

/** The requests of a start that are open on disk, the oldest first. */
export function openSeqs(db: DatabaseSync, boot: number): number[] {
  return db
    .prepare("SELECT seq FROM requests WHERE boot = ? AND ended_seq IS NULL ORDER BY seq")
    .all(boot)
    .map((row) => Number(row["seq"]));
}

function interruptBoot(db: DatabaseSync, n: number, lastAt: number): number {
  const seqs = openSeqs(db, n);
  interrupt(db, { boot: n, seqs, at: lastAt, isOver: true });
  writeStatement(db, "UPDATE boots SET ended_at = last_at, clean = 0 WHERE n = ?").run(n);
  return seqs.length;
}

function insertBoot(
  db: DatabaseSync,
  { bootId, node, version, startedAt }: BootInfo,
  { messages, errors, modelCalls }: Totals,
): number {
  const at = Math.round(startedAt);
  const insert = writeStatement(
    db,
    `INSERT INTO boots (boot_id, node, version, started_at, last_at, messages, errors, model_calls)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const { lastInsertRowid } = insert.run(
    bootId,
    node,
    version,
    at,
    at,
    messages,
    errors,
    modelCalls,
  );
  return Number(lastInsertRowid);
}

function lastTotals(db: DatabaseSync): Totals {
  const row = db
    .prepare("SELECT messages, errors, model_calls FROM boots ORDER BY n DESC LIMIT 1")
    .get();
  return {
    messages: Number(row?.["messages"] ?? 0),
    errors: Number(row?.["errors"] ?? 0),
    modelCalls: Number(row?.["model_calls"] ?? 0),
  };
}

function numberOf(row: Record<string, unknown> | undefined): number | null {
  return row === undefined ? null : Number(row["n"]);
}
