import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import type { FromReader, HistoryQueries, ReaderInput, ToReader } from "./queries.ts";
import { readEvents } from "./read-events.ts";
import { readLateRequests, readRequest, readRequests } from "./read-requests.ts";
import { Statements } from "./statements.ts";

/** The thread that answers questions to history.db: it can only read it. */
function serve(port: MessagePort, { path, lookMs }: ReaderInput): void {
  const statements = new Statements(new DatabaseSync(path, { readOnly: true, timeout: 1_000 }));
  const queries: HistoryQueries = {
    requests: (query) => readRequests(statements, query, performance.now() + lookMs),
    lateRequests: (query) => readLateRequests(statements, query),
    request: (query) => readRequest(statements, query),
    events: (query) => readEvents(statements, query, performance.now() + lookMs),
  };
  port.on("message", ({ id, name, input }: ToReader) => {
    const tell = (message: FromReader) => port.postMessage(message);
    try {
      // The main thread's typed `ask` is the only sender: a name always comes with its own input.
      const query = queries[name] as (input: unknown) => unknown;
      tell({ id, ok: true, result: query(input) });
    } catch (error) {
      tell({ id, ok: false, reason: error instanceof Error ? error.message : String(error) });
    }
  });
}

// This file runs only as a thread, and its starter hands it a ReaderInput.
if (parentPort !== null) serve(parentPort, workerData as ReaderInput);
