import type { DatabaseSync } from "node:sqlite";
import type { Answer, ToWorker } from "./messages.ts";
import type { Operation } from "./operation.ts";
import { isBusy } from "./lock-holder.ts";
import { setPatience } from "./open-database.ts";
import { operations } from "./operations.ts";
import { refusalOf, type Refusal } from "./refusal.ts";

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
  if (readOnly !== null) {
    return calls.map((call) => runReading(db, call, { reason: readOnly, isDamage: false }));
  }
  try {
    db.exec("BEGIN IMMEDIATE");
    const answers = calls.map((call) => runSaved(db, call));
    db.exec("COMMIT");
    setPatience(db, false);
    return answers;
  } catch (error) {
    rollBack(db);
    // Once it was waited for in vain, what only wants to read has waited long enough.
    setPatience(db, isBusy(error));
    const refusal = refusalOf(db, error);
    return calls.map((call) => runReading(db, call, refusal));
  }
}

function runSaved(db: DatabaseSync, call: Call): Answer {
  db.exec("SAVEPOINT one");
  let answer: Answer;
  try {
    answer = done(db, call);
  } catch (error) {
    // Some errors, such as a full disk, end the whole transaction by themselves.
    if (!db.isTransaction) throw error;
    db.exec("ROLLBACK TO one");
    answer = failed(call, refusalOf(db, error));
  }
  db.exec("RELEASE one");
  return answer;
}

function runReading(db: DatabaseSync, call: Call, refusal: Refusal): Answer {
  return operationOf(call).writes ? failed(call, refusal) : runOne(db, call);
}

function runOne(db: DatabaseSync, call: Call): Answer {
  try {
    return done(db, call);
  } catch (error) {
    return failed(call, refusalOf(db, error));
  }
}

function done(db: DatabaseSync, call: Call): Answer {
  const { writes: wrote, run } = operationOf(call);
  return { id: call.id, wrote, ok: true, result: run(db, call.input) };
}

function operationOf(call: Call): Operation<unknown, unknown> {
  // The store's typed `call` is the only sender: a name always comes with its own input.
  return operations[call.name] as Operation<unknown, unknown>;
}

function rollBack(db: DatabaseSync): void {
  if (db.isTransaction) db.exec("ROLLBACK");
}

function failed(call: Call, { reason, isDamage }: Refusal): Answer {
  const wrote = operationOf(call).writes;
  const code = isDamage ? "corrupt" : wrote ? "write_failed" : "unreadable";
  const verb = wrote ? "take" : "answer";
  const message = `state.db did not ${verb} ${call.name}: ${reason}`;
  return { id: call.id, wrote, ok: false, error: { code, message } };
}
