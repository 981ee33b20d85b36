import type { RequestRow, Span, SystemEvent } from "@signalbox/api-contract";
import { numberOrNull, textOrNull } from "../state/operation.ts";
import type { Totals } from "./messages.ts";
import { readEvents } from "./read-events.ts";
import { longMs, readSpans, requestColumns } from "./read-requests.ts";
import { readGaps, type StoredGap } from "./read-rollups.ts";
import { requestAt, type StoredRequest, type StoredWait } from "./request-at.ts";
import type { Statements } from "./statements.ts";
import { requestOf, spanOf } from "./stored-rows.ts";

export interface PastQuery {
  readonly t: number;
  /** The start that asks: of that one, everything up to now is in the file. */
  readonly boot: number;
}

/** What the file knows of a moment. */
export interface PastAnswer {
  /** Null where the gateway was not running, or nobody knows. */
  readonly boot: PastBoot | null;
  /** A time around the moment of which something may be missing. */
  readonly gap: StoredGap | null;
  /** Such times within the minute before. */
  readonly gaps: readonly StoredGap[];
  /** In flight then, in the order they were accepted. */
  readonly requests: readonly RequestRow[];
  /** Ended by then, the newest first. */
  readonly recent: readonly RequestRow[];
  /** What ran at some time in the minute before. */
  readonly spans: readonly Span[];
  readonly events: readonly SystemEvent[];
  readonly totals: Totals;
  /** Over the last 200 model calls of this start. */
  readonly recentCalls: { readonly avgLatency: number; readonly errorRate: number };
  readonly slotsTotal: number;
  /** What was not as it is by itself: breakers, pauses, holds. */
  readonly changes: readonly PastChange[];
}

export interface PastBoot {
  readonly bootId: string;
  readonly node: string;
  readonly version: string;
  readonly startedAt: number;
}

/** The last word on a subject before the moment. */
export interface PastChange {
  readonly kind: string;
  readonly subject: string;
  readonly state: string;
  readonly at: number;
  /** Of the start that the moment is in; else an earlier one said it. */
  readonly isOfBoot: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
}

const lanesWindowMs = 60_000;
const recentShown = 100;
/** As many as the live figures are over. */
const callsKept = 200;
/** Requests that are looked at for that many. */
const maxForCalls = 1_000;
const eventsShown = 100;
const spansShown = 3_000;
/** What was said in a span, which may be long, is no part of the picture. */
const pastColumns = `id, kind, name, started_at, first_token_at, ended_at, counted_at, status, error_kind,
  waits_for, model_call, attempt, provider, model, retry_after_ms, ttft, input_tokens, output_tokens,
  tokens_per_sec, usage_source, cost_usd`;
/** More cannot have been in flight at once. */
const maxInFlight = 20_000;

const nothing: Omit<PastAnswer, "gap" | "gaps"> = {
  boot: null,
  requests: [],
  recent: [],
  spans: [],
  events: [],
  totals: { messages: 0, errors: 0, modelCalls: 0 },
  recentCalls: { avgLatency: 0, errorRate: 0 },
  slotsTotal: 0,
  changes: [],
};

/** The whole picture at a moment, from what was written of it. */
export function readPast(statements: Statements, query: PastQuery): PastAnswer {
  const { t } = query;
  const gaps = readGaps(statements, t - lanesWindowMs, t);
  const gap = gaps.find(({ from, to }) => from < t && t < to) ?? null;
  const found = statements
    .get("SELECT * FROM boots WHERE started_at <= ? ORDER BY started_at DESC LIMIT 1")
    .get(t);
  if (found === undefined || !isOfBoot(found, query)) return { ...nothing, gap, gaps };
  const n = Number(found["n"]);
  const inFlight = readInFlight(statements, n, t);
  const ended = readEnded(statements, n, t, inFlight);
  const { sampleAt, totals, slotsTotal } = readSample(statements, n, t);
  const since = sampleAt ?? Number(found["started_at"]);
  return {
    boot: {
      bootId: String(found["boot_id"]),
      node: String(found["node"]),
      version: String(found["version"]),
      startedAt: Number(found["started_at"]),
    },
    gap,
    gaps: [...gaps, ...beforeStart(Number(found["started_at"]), t)],
    requests: inFlight.map((stored) => requestAt(stored, t)),
    recent: ended.slice(0, recentShown).map(({ row }) => row),
    spans: spansAt([...inFlight, ...ended], t),
    events: readEvents(
      statements,
      { filter: { limit: eventsShown, to: t }, before: null, limit: eventsShown },
      Infinity,
    ).events,
    totals: countOn(statements, { boot: n, since, t }, totals),
    recentCalls: recentCalls([...inFlight, ...ended], t),
    slotsTotal,
    changes: readChanges(statements, n, t),
  };
}

/** What an earlier start did is no part of the picture. */
function beforeStart(startedAt: number, t: number): StoredGap[] {
  const from = t - lanesWindowMs;
  if (startedAt <= from) return [];
  return [{ from, to: startedAt, reason: "Before the gateway's start.", lost: null }];
}

/** One that was over, or of which nothing is known any more, is not what the moment was in. */
function isOfBoot(row: Record<string, unknown>, { t, boot }: PastQuery): boolean {
  return row["n"] === boot || t <= Number(row["ended_at"] ?? row["last_at"]);
}

function readInFlight(statements: Statements, boot: number, t: number): StoredRequest[] {
  const near = statements
    .get(
      `SELECT ${requestColumns} FROM requests INDEXED BY requests_by_start
       WHERE started_at BETWEEN ? AND ? AND (ended_at IS NULL OR ended_at > ?) AND boot = ? LIMIT ?`,
    )
    .all(t - longMs, t, t, boot, maxInFlight);
  const long = statements
    .get(
      `SELECT ${requestColumns} FROM requests INDEXED BY requests_long
       WHERE duration_ms > ${longMs} AND started_at < ? AND ended_at > ? AND boot = ? LIMIT ?`,
    )
    .all(t - longMs, t, boot, maxInFlight);
  const open = statements
    .get(
      `SELECT ${requestColumns} FROM requests INDEXED BY requests_open
       WHERE boot = ? AND ended_seq IS NULL AND started_at < ? LIMIT ?`,
    )
    .all(boot, t - longMs, maxInFlight);
  return [...near, ...long, ...open]
    .toSorted((a, b) => Number(a["seq"]) - Number(b["seq"]))
    .map((row) => storedOf(statements, row, readWaits(statements, row)));
}

function readWaits(statements: Statements, row: Record<string, unknown>): StoredWait[] {
  return statements
    .get("SELECT at, waits_for FROM waits WHERE boot = ? AND request_seq = ? ORDER BY at")
    .all(Number(row["boot"]), Number(row["seq"]))
    .map((wait) => ({ at: Number(wait["at"]), waitsFor: String(wait["waits_for"]) }));
}

/** Those that ended in the minute before, and as many more as a page and the figures of calls are over. */
function readEnded(
  statements: Statements,
  boot: number,
  t: number,
  inFlight: readonly StoredRequest[],
): StoredRequest[] {
  const rows = statements
    .get(
      `SELECT ${requestColumns} FROM requests INDEXED BY requests_by_end
       WHERE ended_at <= ? AND ended_at IS NOT NULL AND boot = ?
       ORDER BY ended_at DESC, ended_seq DESC LIMIT ?`,
    )
    .all(t, boot, spansShown);
  const found: StoredRequest[] = [];
  const counted = inFlight.flatMap(countsOf);
  for (const row of rows) {
    const endedAt = Number(row["ended_at"]);
    const isRecent = found.length < recentShown || endedAt >= t - lanesWindowMs;
    // Whoever ended before called no model after it.
    const hasCalls = (): boolean => counted.filter((at) => at >= endedAt).length >= callsKept;
    if (!isRecent && (found.length >= maxForCalls || hasCalls())) break;
    // What it waited for is not asked of one that ended.
    const stored = storedOf(statements, row, []);
    counted.push(...countsOf(stored));
    found.push(stored);
  }
  return found;
}

function countsOf({ countedAt }: StoredRequest): number[] {
  return countedAt.filter((at) => at !== null);
}

function storedOf(
  statements: Statements,
  row: Record<string, unknown>,
  waits: readonly StoredWait[],
): StoredRequest {
  const request = requestOf(row);
  const spans = readSpans(statements, Number(row["boot"]), Number(row["seq"]), pastColumns);
  return {
    row: request,
    asked: { provider: textOrNull(row["asked_provider"]), model: textOrNull(row["asked_model"]) },
    spans: spans.map((span) => spanOf(span, request)),
    waits,
    countedAt: spans.map((span) => numberOrNull(span["counted_at"])),
  };
}

/** What ran at some time in the minute before, as it was at the moment. */
function spansAt(requests: readonly StoredRequest[], t: number): Span[] {
  const found: Span[] = [];
  for (const { spans } of requests) {
    for (const span of spans) {
      if (span.startedAt > t || (span.endedAt ?? t) < t - lanesWindowMs) continue;
      if (found.length === spansShown) return found;
      found.push(spanAt(span, t));
    }
  }
  return found;
}

function spanAt(span: Span, t: number): Span {
  const { id, requestId, lane, kind, name, startedAt, modelCall, attempt, waitsFor } = span;
  const isOver = span.endedAt !== null && span.endedAt <= t;
  return {
    id,
    requestId,
    lane,
    kind,
    name,
    startedAt,
    firstTokenAt: span.firstTokenAt !== null && span.firstTokenAt <= t ? span.firstTokenAt : null,
    endedAt: isOver ? span.endedAt : null,
    status: isOver ? span.status : "running",
    errorKind: isOver ? span.errorKind : null,
    waitsFor,
    modelCall,
    attempt,
  };
}

function recentCalls(requests: readonly StoredRequest[], t: number): PastAnswer["recentCalls"] {
  const calls: { at: number; latency: number; hasFailed: boolean }[] = [];
  for (const { spans, countedAt } of requests) {
    for (const [place, span] of spans.entries()) {
      const at = countedAt[place] ?? null;
      if (at === null || at > t || span.endedAt === null) continue;
      const hasFailed = span.status === "failed";
      calls.push({ at, latency: span.endedAt - span.startedAt, hasFailed });
    }
  }
  const last = calls.toSorted((a, b) => b.at - a.at).slice(0, callsKept);
  if (last.length === 0) return { avgLatency: 0, errorRate: 0 };
  return {
    avgLatency: last.reduce((sum, { latency }) => sum + latency, 0) / last.length,
    errorRate: last.filter(({ hasFailed }) => hasFailed).length / last.length,
  };
}

function readSample(statements: Statements, boot: number, t: number) {
  const sample = statements
    .get("SELECT * FROM samples WHERE at <= ? AND boot = ? ORDER BY at DESC LIMIT 1")
    .get(t, boot);
  // Before the first sample of a start its totals are those of the starts before it.
  const before =
    sample ?? statements.get("SELECT * FROM boots WHERE n < ? ORDER BY n DESC LIMIT 1").get(boot);
  return {
    sampleAt: numberOrNull(sample?.["at"]),
    slotsTotal: Number(sample?.["slots_total"] ?? 0),
    totals: {
      messages: Number(before?.["messages"] ?? 0),
      errors: Number(before?.["errors"] ?? 0),
      modelCalls: Number(before?.["model_calls"] ?? 0),
    },
  };
}

/** Totals as of a sample, and what ended between it and the moment. */
function countOn(
  statements: Statements,
  { boot, since, t }: { readonly boot: number; readonly since: number; readonly t: number },
  totals: Totals,
): Totals {
  const count = (sql: string): number =>
    Number(statements.get(sql).get(since, t, boot)?.["n"] ?? 0);
  const messages = count(
    "SELECT count(*) AS n FROM requests WHERE ended_at > ? AND ended_at <= ? AND boot = ?",
  );
  const errors = count("SELECT count(*) AS n FROM failures WHERE at > ? AND at <= ? AND boot = ?");
  const modelCalls = count(countedSql);
  return {
    messages: totals.messages + messages,
    errors: totals.errors + errors,
    modelCalls: totals.modelCalls + modelCalls,
  };
}

/** Of the requests that were there then: within a second they are few. */
const countedSql = `SELECT count(*) AS n FROM (
         SELECT boot, seq FROM requests INDEXED BY requests_by_start
           WHERE started_at BETWEEN ?1 - ${longMs} AND ?2 AND (ended_at IS NULL OR ended_at > ?1)
         UNION SELECT boot, seq FROM requests INDEXED BY requests_long
           WHERE duration_ms > ${longMs} AND started_at < ?1 - ${longMs} AND ended_at > ?1
         UNION SELECT boot, seq FROM requests INDEXED BY requests_open
           WHERE ended_seq IS NULL AND boot = ?3
       ) AS there JOIN spans ON spans.boot = there.boot AND spans.request_seq = there.seq
       WHERE there.boot = ?3 AND spans.counted_at > ?1 AND spans.counted_at <= ?2`;

/** The last word on each subject: of lanes and pauses also an earlier start's, for they outlast it. */
function readChanges(statements: Statements, boot: number, t: number): PastChange[] {
  return statements
    .get(
      `SELECT kind, subject, state, at, detail, boot = ? AS isOfBoot, max(n) & 0 AS newest FROM changes
       WHERE at <= ? GROUP BY kind, subject`,
    )
    .all(boot, t)
    .map((row) => ({
      kind: String(row["kind"]),
      subject: String(row["subject"]),
      state: String(row["state"]),
      at: Number(row["at"]),
      isOfBoot: row["isOfBoot"] === 1,
      detail: detailOf(row["detail"]),
    }));
}

function detailOf(json: unknown): Record<string, unknown> {
  // It was written from such a record.
  return JSON.parse(textOrNull(json) ?? "{}") as Record<string, unknown>;
}
