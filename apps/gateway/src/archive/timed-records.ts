import type { DatabaseSync } from "node:sqlite";
import type { HistoryGap } from "@signalbox/api-contract";
import { columns } from "../history/fields.ts";
import { eventOf } from "../history/stored-rows.ts";
import { numberOrNull, textOrNull } from "../state/operation.ts";
import type { ExportWindow } from "./export-options.ts";
import type { ExportedRecord, FailureRecord } from "./exported-record.ts";
import { keyset } from "./keyset.ts";

/** Rows of one statement; an event's context may be some kilobytes. */
const atOnce = 500;

type Row = Record<string, unknown>;

/** With the row's number as text: it may be beyond what a number holds. */
function columnsOf(table: "events" | "failures"): string {
  const names = ["boot", ...columns[table]].map((column) => `${table}.${column}`);
  return `${names.join(", ")}, CAST(${table}.n AS TEXT) AS n`;
}

/** Events of the window in order of time. */
export function* eventRecords(
  db: DatabaseSync,
  { from, to }: ExportWindow,
): Generator<ExportedRecord> {
  const statement = db.prepare(
    `SELECT ${columnsOf("events")}, boots.boot_id FROM events JOIN boots ON boots.n = events.boot
     WHERE (events.at, events.n) > (?, CAST(? AS INTEGER)) AND events.at <= ?
     ORDER BY events.at, events.n LIMIT ${atOnce}`,
  );
  const page = { first: [from, -1], atOnce };
  for (const row of keyset((key) => statement.all(...key, to), ["at", "n"], page)) {
    const event = eventOf(row);
    yield { type: "event", at: event.timestamp, record: event };
  }
}

/** Failures of the window in order of time. */
export function* failureRecords(
  db: DatabaseSync,
  { from, to }: ExportWindow,
): Generator<ExportedRecord> {
  const statement = db.prepare(
    `SELECT ${columnsOf("failures")}, fingerprint FROM failures
     WHERE (failures.at, failures.n) > (?, CAST(? AS INTEGER)) AND at <= ?
     ORDER BY failures.at, failures.n LIMIT ${atOnce}`,
  );
  const page = { first: [from, -1], atOnce };
  for (const row of keyset((key) => statement.all(...key, to), ["at", "n"], page)) {
    const failure = failureOf(row);
    yield { type: "failure", at: failure.at, record: failure };
  }
}

/** Times that overlap the window and of which something may be missing. */
export function* gapRecords(
  db: DatabaseSync,
  { from, to }: ExportWindow,
): Generator<ExportedRecord & { readonly record: HistoryGap }> {
  const statement = db.prepare(
    `SELECT * FROM gaps WHERE (from_at, id) > (?, ?) AND from_at <= ? AND to_at >= ?
     ORDER BY from_at, id LIMIT ${atOnce}`,
  );
  const page = { first: [-1, -1], atOnce };
  for (const row of keyset((key) => statement.all(...key, to, from), ["from_at", "id"], page)) {
    const gap = gapOf(row);
    yield { type: "gap", at: gap.from, record: gap };
  }
}

function failureOf(row: Row): FailureRecord {
  return {
    at: Number(row["at"]),
    fingerprint: String(row["fingerprint"]),
    errorKind: String(row["error_kind"]),
    message: String(row["message"]),
    requestId: String(row["request_id"]),
    laneLabel: String(row["lane_label"]),
    channel: String(row["channel"]),
    client: String(row["client"]),
    agent: textOrNull(row["agent"]),
    provider: textOrNull(row["provider"]),
    model: textOrNull(row["model"]),
    tool: textOrNull(row["tool"]),
  };
}

function gapOf(row: Row): HistoryGap {
  return {
    from: Number(row["from_at"]),
    to: Number(row["to_at"]),
    reason: String(row["reason"]),
    lost: numberOrNull(row["lost"]),
  };
}
