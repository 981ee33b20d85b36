import type { DatabaseSync } from "node:sqlite";
import type { Answer, ToWorker } from "./messages.ts";
import type { Operation } from "./operation.ts";
import { operations } from "./operations.ts";

export type Call = Extract<ToWorker, { type: "call" }>;

/**
 * Runs calls in their order, all their writes in one transaction: one wait for the disk for as many as
 * came while the last one was under way. A call that fails takes none of the others with it. Answers
 * are true once this returns: what says ok is on disk.
 */
export function runBatch(
  db: DatabaseSync,
  calls: readonly Call[],
  readOnly: string | null,
): Answer[] {
  if (!calls.some((call) => operationOf(call).writes)) return calls.map((call) => runOne(db, call));
  if (readOnly !== null) return calls.map((call) => runReading(db, call, readOnly));
  try {
    db.exec("BEGIN IMMEDIATE");
    const answers = calls.map((call) => runSaved(db, call));
    db.exec("COMMIT");
    return answers;
  } catch (error) {
    rollBack(db);
    return calls.map((call) => runReading(db, call, reasonOf(error)));
  }
}

function runSaved(db: DatabaseSync, call: Call): Answer {
  db.exec("SAVEPOINT one");
  const answer = runOne(db, call);
  // Some errors, such as a full disk, end the whole transaction by themselves.
  if (!db.isTransaction)
    throw new Error(answer.ok ? "the transaction ended" : answer.error.message);
  if (!answer.ok) db.exec("ROLLBACK TO one");
  db.exec("RELEASE one");
  return answer;
}

function runReading(db: DatabaseSync, call: Call, reason: string): Answer {
  return operationOf(call).writes ? failed(call, reason) : runOne(db, call);
}

function runOne(db: DatabaseSync, call: Call): Answer {
  try {
    const { writes: wrote, run } = operationOf(call);
    return { id: call.id, wrote, ok: true, result: run(db, call.input) };
  } catch (error) {
    return failed(call, reasonOf(error));
  }
}

function operationOf(call: Call): Operation<unknown, unknown> {
  // The store's typed `call` is the only sender: a name always comes with its own input.
  return operations[call.name] as Operation<unknown, unknown>;
}

function rollBack(db: DatabaseSync): void {
  if (db.isTransaction) db.exec("ROLLBACK");
}

function failed(call: Call, reason: string): Answer {
  const wrote = operationOf(call).writes;
  const code = wrote ? "write_failed" : "unreadable";
  const message = `state.db did not take ${call.name} (${reason}). Check the disk of the data directory for space and errors.`;
  return { id: call.id, wrote, ok: false, error: { code, message } };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
