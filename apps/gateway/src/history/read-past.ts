import type { RequestRow, Span, SystemEvent } from "@signalbox/api-contract";
import { textOrNull } from "../state/operation.ts";
import type { Totals } from "./messages.ts";
import { beyondAll } from "./place.ts";
import { readEvents } from "./read-events.ts";
import { lanesWindowMs, readEnded, readInFlight } from "./past-requests.ts";
import { readTotals, recentCalls, type RecentCalls } from "./past-totals.ts";
import { readGaps, type StoredGap } from "./read-gaps.ts";
import { readRepeatedCalls, type PastRepeatedCall } from "./read-repeated-calls.ts";
import { requestAt, slotAt, type SlotAt, type StoredRequest } from "./request-at.ts";
import type { Statements } from "./statements.ts";

export interface PastQuery {
  readonly t: number;
  /** The start that asks: of that one, everything up to now is in the file. */
  readonly boot: number;
  /** How long before the moment what ended is counted, and looked at for calls made again and again. */
  readonly endedForMs: number;
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
  /** Of each of them, by its id. */
  readonly slots: ReadonlyMap<string, SlotAt>;
  /** Ended by then, the newest first. */
  readonly recent: readonly RequestRow[];
  /** What ran at some time in the minute before. */
  readonly spans: readonly Span[];
  readonly events: readonly SystemEvent[];
  readonly totals: Totals;
  /** What ended in the minutes that the verdict is over, counted by what it was. */
  readonly ended: readonly EndedCount[];
  readonly repeatedCalls: readonly PastRepeatedCall[];
  /** Over the last 200 model calls of this start. */
  readonly recentCalls: RecentCalls;
  /** Of agent runs; 0 where no sample of this start tells. */
  readonly slotsTotal: number;
  /** What was not as it is by itself: breakers, pauses, holds. */
  readonly changes: readonly PastChange[];
}

/** How many requests of one kind ended. */
export interface EndedCount {
  readonly outcome: string;
  readonly errorKind: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly count: number;
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

const recentShown = 100;
const eventsShown = 100;
const spansShown = 3_000;

const nothing: Omit<PastAnswer, "gap" | "gaps"> = {
  boot: null,
  requests: [],
  slots: new Map(),
  recent: [],
  spans: [],
  events: [],
  totals: { messages: 0, errors: 0, modelCalls: 0 },
  ended: [],
  repeatedCalls: [],
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
  const startedAt = Number(found["started_at"]);
  const wish = { startedAt, inFlight, shown: recentShown, most: spansShown };
  const ended = readEnded(statements, n, t, wish);
  return {
    boot: {
      bootId: String(found["boot_id"]),
      node: String(found["node"]),
      version: String(found["version"]),
      startedAt,
    },
    gap,
    gaps: [...gaps, ...beforeStart(startedAt, t)],
    requests: inFlight.map((stored) => requestAt(stored, t)),
    slots: new Map(inFlight.map((stored) => [stored.row.id, slotAt(stored, t)])),
    recent: ended.slice(0, recentShown).map(({ row }) => row),
    spans: spansAt([...inFlight, ...ended], t),
    events: readEvents(
      statements,
      { filter: { limit: eventsShown, to: t }, before: null, limit: eventsShown },
      Infinity,
    ).events,
    ...readTotals(statements, { boot: n, startedAt, t }),
    ...readWindow(statements, n, inFlight, query),
    recentCalls: recentCalls([...inFlight, ...ended], t),
    changes: readChanges(statements, n, t),
  };
}

/** What the verdict rests on; nothing where nobody asks for it. */
function readWindow(
  statements: Statements,
  boot: number,
  inFlight: readonly StoredRequest[],
  { t, endedForMs }: PastQuery,
): Pick<PastAnswer, "ended" | "repeatedCalls"> {
  if (endedForMs === 0) return { ended: [], repeatedCalls: [] };
  const from = t - endedForMs;
  return {
    ended: readCounts(statements, boot, from, t),
    repeatedCalls: readRepeatedCalls(statements, inFlight, { boot, from, t }),
  };
}

function readCounts(statements: Statements, boot: number, from: number, t: number): EndedCount[] {
  return statements
    .get(
      `SELECT outcome, error_kind, provider, model, count(*) AS n FROM requests INDEXED BY requests_by_end
       WHERE ended_at > ? AND ended_at <= ? AND boot = ? GROUP BY outcome, error_kind, provider, model`,
    )
    .all(from, t, boot)
    .map((row) => ({
      outcome: String(row["outcome"]),
      errorKind: textOrNull(row["error_kind"]),
      provider: textOrNull(row["provider"]),
      model: textOrNull(row["model"]),
      count: Number(row["n"]),
    }));
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

/** The last word on each subject: of lanes and pauses also an earlier start's, for they outlast it. */
function readChanges(statements: Statements, boot: number, t: number): PastChange[] {
  const found: PastChange[] = [];
  for (const [kind, subject] of changedSubjects(statements)) {
    const row = statements
      .get(
        `SELECT state, at, detail, boot FROM changes
         WHERE kind = ? AND subject = ? AND at <= ? ORDER BY n DESC LIMIT 1`,
      )
      .get(kind, subject, t);
    if (row === undefined) continue;
    const [state, at, isOfBoot] = [String(row["state"]), Number(row["at"]), row["boot"] === boot];
    found.push({ kind, subject, state, at, isOfBoot, detail: detailOf(row["detail"]) });
  }
  return found;
}

/** Found by skipping from one to the next. */
function* changedSubjects(statements: Statements): Generator<readonly [string, string]> {
  const next = statements.get(
    `SELECT kind, subject FROM changes WHERE (kind, subject, n) > (?, ?, ${beyondAll})
     ORDER BY kind, subject, n LIMIT 1`,
  );
  for (let row = next.get("", ""); row !== undefined;) {
    const found = [String(row["kind"]), String(row["subject"])] as const;
    yield found;
    row = next.get(...found);
  }
}

function detailOf(json: unknown): Record<string, unknown> {
  // It was written from such a record.
  return JSON.parse(textOrNull(json) ?? "{}") as Record<string, unknown>;
}
