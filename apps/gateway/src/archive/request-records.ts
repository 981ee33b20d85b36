import type { DatabaseSync, StatementSync } from "node:sqlite";
import { bodyRole } from "../history/fields.ts";
import { longMs, requestColumns } from "../history/read-requests.ts";
import { messageOf, requestOf, spanOf } from "../history/stored-rows.ts";
import type { ExportWindow } from "./export-options.ts";
import type { ExportedRecord } from "./exported-record.ts";
import { keyset, type Key } from "./keyset.ts";

/** Rows of one statement. It has ended before the first of them is written, so nobody waits for a reader. */
const requestsAtOnce = 500;
/** Each may hold two texts of 32,768 characters. */
const partsAtOnce = 20;

export interface RequestParts {
  readonly requests: boolean;
  readonly spans: boolean;
  readonly messages: boolean;
}

type Row = Record<string, unknown>;

/** A row's number may be beyond what a number holds: it is handed back as text. */
const shown = `${requestColumns}, CAST(requests.n AS TEXT) AS n`;

/**
 * Requests that were there at some time in the window, in the order they were accepted, each with its spans
 * and messages after it. Their place in time is its acceptance.
 */
export function* requestRecords(
  db: DatabaseSync,
  window: ExportWindow,
  parts: RequestParts,
): Generator<ExportedRecord> {
  const spans = db.prepare(
    `SELECT * FROM spans WHERE boot = ? AND request_seq = ? AND (started_at, id) > (?, ?)
     ORDER BY started_at, id LIMIT ${partsAtOnce}`,
  );
  const messages = db.prepare(
    `SELECT * FROM texts WHERE boot = ? AND request_seq = ? AND n > ? AND role <> '${bodyRole}'
     ORDER BY n LIMIT ${partsAtOnce}`,
  );
  for (const row of requestRows(db, window)) {
    const request = requestOf(row);
    const at = request.startedAt;
    if (parts.requests) yield { type: "request", at, record: request };
    if (parts.spans) {
      for (const span of partsOf(spans, row, ["started_at", "id"], [-1, ""])) {
        yield { type: "span", at, record: spanOf(span, request) };
      }
    }
    if (!parts.messages) continue;
    for (const text of partsOf(messages, row, ["n"], [-1])) {
      yield { type: "message", at, record: messageOf(text, request.id) };
    }
  }
}

function* requestRows(db: DatabaseSync, { from, to }: ExportWindow): Generator<Row> {
  const since = from - longMs;
  // Of those accepted long before it: the few that took long, and those that are open still, which are few
  // in their own index and all of them in that by start.
  const early = db.prepare(
    `SELECT * FROM (
       SELECT ${shown} FROM requests WHERE duration_ms > ${longMs} AND started_at < ? AND ended_at >= ?
       UNION ALL
       SELECT ${shown} FROM requests INDEXED BY requests_open
       WHERE ended_seq IS NULL AND started_at < ?
     ) WHERE (started_at, CAST(n AS INTEGER)) > (?, CAST(? AS INTEGER))
     ORDER BY started_at, CAST(n AS INTEGER) LIMIT ${requestsAtOnce}`,
  );
  const names = ["started_at", "n"];
  const atOnce = requestsAtOnce;
  yield* keyset((key) => early.all(since, from, since, ...key), names, { first: [-1, -1], atOnce });
  // The key is the one lower bound, so that the index is entered there, and not at the window's beginning.
  const others = db.prepare(
    `SELECT ${shown} FROM requests
     WHERE (started_at, requests.n) > (?, CAST(? AS INTEGER)) AND started_at <= ? AND (ended_seq IS NULL OR +ended_at >= ?)
     ORDER BY started_at, requests.n LIMIT ${requestsAtOnce}`,
  );
  yield* keyset((key) => others.all(...key, to, from), names, { first: [since, -1], atOnce });
}

function partsOf(
  statement: StatementSync,
  { boot, seq }: Row,
  names: readonly string[],
  first: readonly Key[],
): Generator<Row> {
  const request = [Number(boot), Number(seq)] as const;
  return keyset((key) => statement.all(...request, ...key), names, { first, atOnce: partsAtOnce });
}
