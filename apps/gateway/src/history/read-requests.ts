import type { RequestDetail, RequestListInput, RequestRow } from "@signalbox/api-contract";
import { textOrNull } from "../state/operation.ts";
import { bodyRole, columns } from "./fields.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { beyondAll, rowNumber, type Place } from "./place.ts";
import type { Statements } from "./statements.ts";
import { readSpans } from "./read-spans.ts";
import { eventOf, messageOf, requestOf } from "./stored-rows.ts";
import { Wanted } from "./terms.ts";

export type RequestsFilter = Omit<RequestListInput, "limit" | "cursor">;

export interface RequestsQuery {
  readonly filter: RequestsFilter;
  /** Those accepted before it; null for the newest. */
  readonly before: Place | null;
  readonly limit: number;
}

export interface RequestsFound {
  /** In the order they were accepted, the newest first. */
  readonly requests: readonly { readonly place: Place; readonly row: RequestRow }[];
  /** How far it looked within its time; null where it looked at all there is, or found enough. */
  readonly lookedTo: Place | null;
}

export interface RequestQuery {
  readonly requestId: string;
  readonly maxEvents: number;
}

/** Requests take no longer but for a few, which have an index of their own. */
export const longMs = 600_000;
/** Rows of one millisecond are in no order of time: bounds found by time leave room for so many of them. */
const slack = 5_000;

/** The columns of a request but for its number, which may be beyond what a number holds. */
export const requestColumns = ["boot", ...columns.requests]
  .map((column) => `requests.${column}`)
  .join(", ");

/** Requests that a filter lets through, as far as it got within its time. */
export function readRequests(
  statements: Statements,
  { filter, before, limit }: RequestsQuery,
  lookUntil: number,
): RequestsFound {
  const requests: RequestsFound["requests"][number][] = [];
  let lookedTo: Place | null = null;
  for (const row of candidates(statements, filter, before)) {
    const place = { boot: Number(row["boot"]), seq: Number(row["seq"]) };
    if (
      fits(row, filter) &&
      hasTerms(statements, row, filter) &&
      hasCall(statements, row, filter) &&
      hasFailedTool(statements, row, filter)
    )
      requests.push({ place, row: requestOf(row) });
    if (requests.length === limit) return { requests, lookedTo: null };
    lookedTo = place;
    if (performance.now() > lookUntil) return { requests, lookedTo };
  }
  return { requests, lookedTo: null };
}

function candidates(statements: Statements, filter: RequestsFilter, before: Place | null) {
  const bounds = boundsOf(statements, filter, before);
  const match = wantedOf(filter).match;
  if (isFoundByGroup(filter)) return failedCandidates(statements, filter, bounds);
  if (match === null) {
    return statements
      .get(`SELECT ${requestColumns} FROM requests WHERE n >= ? AND n < ? ORDER BY n DESC`)
      .iterate(...bounds);
  }
  const indexed = `SELECT ${requestColumns} FROM request_terms CROSS JOIN requests
      ON requests.n = request_terms.rowid
    WHERE request_terms MATCH ? AND request_terms.rowid >= ? AND request_terms.rowid < ?`;
  const newestFirst = "ORDER BY request_terms.rowid DESC";
  if (filter.fingerprint === undefined) {
    return statements.get(`${indexed} ${newestFirst}`).iterate(match, ...bounds);
  }
  const isOfGroup = `EXISTS (SELECT 1 FROM failures INDEXED BY failures_by_request
    WHERE fingerprint = ? AND request_n = request_terms.rowid AND at BETWEEN ? AND ?)`;
  return statements
    .get(`${indexed} AND ${isOfGroup} ${newestFirst}`)
    .iterate(match, ...bounds, filter.fingerprint, ...timesOf(filter));
}

/** A group of failures leads to its requests in order; but words, each of which begins many, are looked up once. */
function isFoundByGroup({ fingerprint, text }: RequestsFilter): boolean {
  return fingerprint !== undefined && text === undefined;
}

/** Of one group of failures, each request once. */
function failedCandidates(
  statements: Statements,
  filter: RequestsFilter,
  bounds: readonly [bigint, bigint],
) {
  return statements
    .get(
      `SELECT ${requestColumns} FROM failures INDEXED BY failures_by_request CROSS JOIN requests
         ON requests.n = failures.request_n
       WHERE fingerprint = ? AND request_n >= ? AND request_n < ? AND at BETWEEN ? AND ?
       GROUP BY request_n ORDER BY request_n DESC`,
    )
    .iterate(filter.fingerprint ?? "", ...bounds, ...timesOf(filter));
}

function timesOf({ from, to }: RequestsFilter): [from: number, to: number] {
  return [from ?? 0, to ?? Number.MAX_SAFE_INTEGER];
}

function wantedOf(filter: RequestsFilter): Wanted {
  const { minCostUsd } = filter;
  return new Wanted()
    .name("outcome", filter.outcome)
    .name("channel", filter.channel)
    .name("client", filter.client)
    .name("agent", filter.agent)
    .name("provider", filter.provider)
    .name("model", filter.model)
    .name("errorKind", filter.errorKind)
    .name("sessionId", filter.sessionId)
    .name("lane", filter.lane)
    .name("tool", filter.tool)
    .name("tool", filter.failedTool)
    .between("durationMs", leastDuration(filter), filter.maxDurationMs)
    .between("microUsd", minCostUsd === undefined ? undefined : minCostUsd * 1e6, undefined)
    .words(filter.text);
}

/** A request takes as long as each of its calls, but for what is rounded away. */
function leastDuration({ minDurationMs, call }: RequestsFilter): number | undefined {
  if (call === undefined || call.metric === "gap") return minDurationMs;
  return Math.max(minDurationMs ?? 0, Math.floor(call.minMs) - 2);
}

/** Names that are told apart by the row: two may share a term. */
const named = [
  ["outcome", "outcome"],
  ["channel", "channel"],
  ["client", "client"],
  ["agent", "agent"],
  ["provider", "provider"],
  ["model", "model"],
  ["errorKind", "error_kind"],
  ["sessionId", "session_id"],
  ["lane", "lane"],
] as const;

/** What the index only narrows down. */
function fits(row: Record<string, unknown>, filter: RequestsFilter): boolean {
  if (named.some(([key, column]) => filter[key] !== undefined && filter[key] !== row[column])) {
    return false;
  }
  const durationMs = Number(row["duration_ms"]);
  if (durationMs < (filter.minDurationMs ?? 0)) return false;
  if (durationMs > (filter.maxDurationMs ?? Infinity)) return false;
  if (Number(row["cost_usd"] ?? 0) < (filter.minCostUsd ?? 0)) return false;
  if (filter.to !== undefined && Number(row["started_at"]) > filter.to) return false;
  return filter.from === undefined || Number(row["ended_at"] ?? Infinity) >= filter.from;
}

/** Whether the index has what is wanted of a request that was not found by it. */
function hasTerms(
  statements: Statements,
  row: Record<string, unknown>,
  filter: RequestsFilter,
): boolean {
  if (!isFoundByGroup(filter)) return true;
  const { match } = wantedOf(filter);
  if (match === null) return true;
  const n = rowNumber({ boot: Number(row["boot"]), seq: Number(row["seq"]) });
  const found = statements
    .get("SELECT 1 FROM request_terms WHERE request_terms MATCH ? AND rowid = ?")
    .get(match, n);
  return found !== undefined;
}

/** A call took so long at most as the file knows it: its latency to the millisecond, all else exactly. */
const took = {
  ttft: "ttft >= ? AND ttft < ?",
  gap: "gap >= ? AND gap < ?",
  latency: "ended_at - started_at > ? - 1 AND ended_at - started_at < ? + 1",
} as const;

/** Whether one of its calls, by the attempt that was its last, is one that was asked for. */
function hasCall(
  statements: Statements,
  row: Record<string, unknown>,
  { call, from, to }: RequestsFilter,
): boolean {
  if (call === undefined) return true;
  const { provider, model, metric, minMs, maxMs } = call;
  const found = statements
    .get(
      `SELECT 1 FROM spans WHERE boot = ? AND request_seq = ? AND kind = 'attempt'
         AND counted_at >= ? AND counted_at < ? AND provider = ? AND model = ? AND ${took[metric]}
       LIMIT 1`,
    )
    .get(
      Number(row["boot"]),
      Number(row["seq"]),
      from ?? -Number.MAX_SAFE_INTEGER,
      to ?? Number.MAX_SAFE_INTEGER,
      provider,
      model,
      minMs,
      maxMs,
    );
  return found !== undefined;
}

/** Whether a call of the tool that was asked for failed in it; the index knows only that it was called. */
function hasFailedTool(
  statements: Statements,
  row: Record<string, unknown>,
  { failedTool, from, to }: RequestsFilter,
): boolean {
  if (failedTool === undefined) return true;
  const found = statements
    .get(
      `SELECT 1 FROM spans WHERE boot = ? AND request_seq = ? AND kind = 'tool'
         AND name = ? AND status = 'failed' AND ended_at BETWEEN ? AND ?
       LIMIT 1`,
    )
    .get(
      Number(row["boot"]),
      Number(row["seq"]),
      failedTool,
      from ?? 0,
      to ?? Number.MAX_SAFE_INTEGER,
    );
  return found !== undefined;
}

/** The first and the one after the last that can be among them. */
function boundsOf(
  statements: Statements,
  { from, to }: RequestsFilter,
  before: Place | null,
): [from: bigint, to: bigint] {
  const least = from === undefined ? 0n : firstAfter(statements, from);
  const most = to === undefined ? beyondAll : lastBefore(statements, to);
  const end = before === null ? beyondAll : rowNumber(before);
  return [least, end < most ? end : most];
}

function lastBefore(statements: Statements, at: number): bigint {
  const row = statements
    .get("SELECT boot, seq FROM requests WHERE started_at <= ? ORDER BY started_at DESC LIMIT 1")
    .get(at);
  return row === undefined ? 0n : numberOf(row) + BigInt(slack);
}

/** Of those that were there then or later: most began shortly before, and the index of the long has the rest. */
function firstAfter(statements: Statements, at: number): bigint {
  const near = statements
    .get("SELECT boot, seq FROM requests WHERE started_at >= ? ORDER BY started_at LIMIT 1")
    .get(at - longMs);
  const long = statements
    .get(
      `SELECT boot, seq FROM requests INDEXED BY requests_long
       WHERE duration_ms > ${longMs} AND started_at < ? AND ended_at >= ? ORDER BY started_at LIMIT 1`,
    )
    .get(at - longMs, at);
  const open = statements
    .get("SELECT boot, seq FROM requests WHERE ended_seq IS NULL ORDER BY boot, started_at LIMIT 1")
    .get();
  const numbers = [near, long, open].flatMap((row) => (row === undefined ? [] : numberOf(row)));
  const least = numbers.reduce((a, b) => (b < a ? b : a), beyondAll);
  return least - BigInt(slack);
}

function numberOf(row: Record<string, unknown>): bigint {
  return rowNumber({ boot: Number(row["boot"]), seq: Number(row["seq"]) });
}

/** Everything known of one request: the newest of that id. */
export function readRequest(
  statements: Statements,
  { requestId, maxEvents }: RequestQuery,
): RequestDetail | null {
  const row = statements
    .get(`SELECT ${requestColumns} FROM requests WHERE id = ? ORDER BY n DESC LIMIT 1`)
    .get(requestId);
  if (row === undefined) return null;
  const request = requestOf(row);
  const key = [Number(row["boot"]), Number(row["seq"])] as const;
  const texts = statements
    .get("SELECT * FROM texts WHERE boot = ? AND request_seq = ? ORDER BY n")
    .all(...key);
  const events = statements
    .get(
      `SELECT events.boot, events.seq, at, level, source, message, context, request_id, session_id, boot_id
       FROM events JOIN boots ON boots.n = events.boot
       WHERE request_id = ? ORDER BY events.n DESC LIMIT ?`,
    )
    .all(requestId, maxEvents);
  const body = texts.find((one) => one["role"] === bodyRole);
  return {
    request,
    spans: readSpans(statements, { ...request, boot: key[0], seq: key[1] }),
    messages: texts.filter((one) => one !== body).map((one) => messageOf(one, requestId)),
    events: events.map(eventOf).map(({ id, timestamp, level, source, message }) => ({
      id,
      timestamp,
      level,
      source,
      message,
    })),
    gatewayMs: typeof row["gateway_ms"] === "number" ? row["gateway_ms"] : null,
    body: textOrNull(body?.["text"]),
    route: String(row["route"]),
    fingerprint:
      request.outcome === "failed" ? fingerprintOf(request.errorKind, request.errorMessage) : null,
  };
}
