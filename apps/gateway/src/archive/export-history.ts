import type { DatabaseSync } from "node:sqlite";
import { csvLine } from "@signalbox/api-contract";
import type { ExportedKind, ExportOptions, ExportWindow } from "./export-options.ts";
import { columnsOf, type ExportedRecord } from "./exported-record.ts";
import { jsonLine } from "./json-line.ts";
import { mergeByTime } from "./merge-by-time.ts";
import { requestRecords } from "./request-records.ts";
import { eventRecords, failureRecords, gapRecords } from "./timed-records.ts";

/** Characters that are handed on together: a write for each line would cost more than the line. */
const handedOnAtOnce = 65_536;

/**
 * Stored history as text, a piece at a time, in order of time. It reads on only when the next piece is asked
 * for, and holds no more than a page of each table.
 */
export function exportHistory(db: DatabaseSync, options: ExportOptions): Generator<string> {
  return inPieces(options.format === "csv" ? csvLines(db, options) : jsonLines(db, options));
}

function* jsonLines(
  db: DatabaseSync,
  options: ExportWindow & { readonly kinds: readonly ExportedKind[] },
): Generator<string> {
  const sources = [gapRecords(db, options), ...recordsOf(db, options, options.kinds)];
  for (const { type, record } of mergeByTime(sources)) yield jsonLine(type, record);
}

/** No gap has a place among the rows of a table: see {@link gapRecords}. */
function* csvLines(
  db: DatabaseSync,
  options: ExportWindow & { readonly kind: ExportedKind },
): Generator<string> {
  const columns = columnsOf[options.kind];
  yield csvLine(columns);
  for (const { record } of mergeByTime(recordsOf(db, options, [options.kind]))) {
    const values = new Map<string, unknown>(Object.entries(record));
    yield csvLine(columns.map((column) => values.get(column)));
  }
}

function recordsOf(
  db: DatabaseSync,
  window: ExportWindow,
  kinds: readonly ExportedKind[],
): Iterator<ExportedRecord>[] {
  const has = (kind: ExportedKind): boolean => kinds.includes(kind);
  const parts = { requests: has("requests"), spans: has("spans"), messages: has("messages") };
  const sources: Iterator<ExportedRecord>[] = [];
  if (Object.values(parts).includes(true)) sources.push(requestRecords(db, window, parts));
  if (has("events")) sources.push(eventRecords(db, window));
  if (has("failures")) sources.push(failureRecords(db, window));
  return sources;
}

function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece = "";
  for (const line of lines) {
    piece += line;
    if (piece.length < handedOnAtOnce) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}
