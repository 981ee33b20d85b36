import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import {
  parentPort,
  receiveMessageOnPort,
  workerData,
  type MessagePort,
} from "node:worker_threads";
import { checkpointLongLog } from "./checkpoint.ts";
import { lockDirectory } from "./directory-lock.ts";
import type { FromWorker, SentError, ToWorker, WorkerInput } from "./messages.ts";
import { openDatabase } from "./open-database.ts";
import { loadSessions, loadTokens } from "./load-records.ts";
import { runBatch, type Call } from "./run-batch.ts";
import { StateError } from "./state-error.ts";

/** The thread that owns state.db: nothing else in this process opens it. */
function serve(port: MessagePort, { dataDir, startedAt }: WorkerInput): void {
  const tell = (message: FromWorker) => port.postMessage(message);
  let close: () => void = () => {};
  let told: string | null = null;
  try {
    const lock = lockDirectory(dataDir, startedAt);
    close = () => lock.close();
    const { db, readOnly } = openDatabase(join(dataDir, "state.db"), lock.writable);
    close = () => {
      db.close();
      lock.close();
    };
    tell({
      type: "ready",
      tokens: loadTokens(db),
      sessions: loadSessions(db, startedAt),
      readOnly,
    });
    port.on("message", (first: ToWorker) => {
      const messages = [first, ...waiting(port)];
      answer(db, messages, readOnly, tell);
      const trouble = readOnly === null ? checkpoint(db) : null;
      if (trouble !== told) tell({ type: "checkpointed", trouble: (told = trouble) });
      if (!messages.some(({ type }) => type === "close")) return;
      close();
      tell({ type: "closed" });
      port.close();
    });
  } catch (error) {
    close();
    tell({ type: "refused", error: sent(error) });
    port.close();
  }
}

const maxBatch = 1_000;

/** What came while the last batch was on its way to the disk. */
function waiting(port: MessagePort): ToWorker[] {
  const messages: ToWorker[] = [];
  while (messages.length < maxBatch) {
    const next = receiveMessageOnPort(port);
    if (next === undefined) break;
    // Only the store holds the other end of this port.
    messages.push(next.message as ToWorker);
  }
  return messages;
}

function answer(
  db: DatabaseSync,
  messages: readonly ToWorker[],
  readOnly: string | null,
  tell: (message: FromWorker) => void,
): void {
  const calls = messages.filter((message): message is Call => message.type === "call");
  if (calls.length > 0) tell({ type: "answers", answers: runBatch(db, calls, readOnly) });
}

function checkpoint(db: DatabaseSync): string | null {
  try {
    checkpointLongLog(db);
    return null;
  } catch (error) {
    return sent(error).message;
  }
}

function sent(error: unknown): SentError {
  if (error instanceof StateError) return { code: error.code, message: error.message };
  return { code: "unreadable", message: error instanceof Error ? error.message : String(error) };
}

// This file runs only as a thread, and its starter hands it a WorkerInput.
if (parentPort !== null) serve(parentPort, workerData as WorkerInput);
