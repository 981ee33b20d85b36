import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { isDamage } from "./open-history.ts";
import type { FromReader, HistoryQueries, ReaderInput, ToReader } from "./queries.ts";
import { readBreakdown } from "./read-breakdown.ts";
import { readEvents } from "./read-events.ts";
import { countFailures, readFailures } from "./read-failures.ts";
import { readExtent } from "./read-extent.ts";
import { readLaneSpans } from "./read-lane-spans.ts";
import { readMarks } from "./read-marks.ts";
import { readPast } from "./read-past.ts";
import { readRequest, readRequests } from "./read-requests.ts";
import { readRollups, type RollupsFound } from "./read-rollups.ts";
import { readRefusals } from "./read-refusals.ts";
import { readSessions } from "./read-sessions.ts";
import { Statements } from "./statements.ts";
import { stepBack } from "./step-back.ts";
import { ownThread } from "./thread-time.ts";

const cachedKib = 65_536;

/** The thread that answers questions to history.db: it can only read it. */
function serve(port: MessagePort, { path, lookMs }: ReaderInput): void {
  const thread = ownThread();
  port.postMessage({ thread } satisfies FromReader);
  if (thread !== null) stepBack(thread);
  const db = new DatabaseSync(path, { readOnly: true, timeout: 1_000 });
  db.exec(`PRAGMA cache_size = -${cachedKib}`);
  const statements = new Statements(db);
  const lookUntil = (): number => performance.now() + lookMs;
  const queries: HistoryQueries = {
    requests: (query) => readRequests(statements, query, lookUntil()),
    request: (query) => readRequest(statements, query),
    events: (query) => readEvents(statements, query, lookUntil()),
    failures: (query) => readFailures(statements, query),
    failureCount: (query) => countFailures(statements, query),
    sessions: (query) => readSessions(statements, query),
    rollups: (query) => readRollups(statements, query),
    breakdown: (query) => readBreakdown(statements, query),
    refusals: (query) => readRefusals(statements, query),
    marks: (query) => readMarks(statements, query, lookUntil()),
    past: (query) => readPast(statements, query),
    extent: (query) => readExtent(statements, query),
    laneSpans: (query) => readLaneSpans(statements, query),
  };
  port.on("message", ({ id, name, input }: ToReader) => {
    const tell = (message: FromReader, moved: ArrayBuffer[] = []) => {
      port.postMessage(message, moved);
    };
    try {
      // The main thread's typed `ask` is the only sender: a name always comes with its own input.
      const query = queries[name] as (input: unknown) => unknown;
      const result = asOfOneMoment(db, () => query(input));
      tell({ id, ok: true, result }, name === "rollups" ? memoryOf(result as RollupsFound) : []);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tell({ id, ok: false, reason, isDamaged: isDamage(error) });
    }
  });
}

/** A question has several statements, and the writer moves minutes into hours between any two of them. */
function asOfOneMoment<T>(db: DatabaseSync, read: () => T): T {
  db.exec("BEGIN");
  try {
    return read();
  } finally {
    if (db.isTransaction) db.exec("ROLLBACK");
  }
}

/** The columns' memory changes hands instead of being copied. */
function memoryOf({ wishes }: RollupsFound): ArrayBuffer[] {
  const columns = wishes.flatMap(({ values }) => values.flatMap((value) => value.columns));
  const buffers = columns.map(({ buffer }) => buffer);
  return [...new Set(buffers.filter((buffer) => buffer instanceof ArrayBuffer))];
}

// This file runs only as a thread, and its starter hands it a ReaderInput.
if (parentPort !== null) serve(parentPort, workerData as ReaderInput);
