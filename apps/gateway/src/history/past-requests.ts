import { textOrNull } from "../state/operation.ts";
import { callsKept } from "./past-totals.ts";
import { longMs, requestColumns } from "./read-requests.ts";
import { readStoredSpans } from "./read-spans.ts";
import type { StoredRequest, StoredWait } from "./request-at.ts";
import type { Statements } from "./statements.ts";
import { requestOf } from "./stored-rows.ts";

/** What the lanes show before a moment. */
export const lanesWindowMs = 60_000;

/** Requests that are looked at for the figures of calls. */
const maxForCalls = 1_000;
/** More cannot have been in flight at once. */
const maxInFlight = 20_000;
/** In the order they were accepted. */
export function readInFlight(statements: Statements, boot: number, t: number): StoredRequest[] {
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

interface EndedWish {
  /** Of that start: earlier ones ended theirs before it. */
  readonly startedAt: number;
  readonly inFlight: readonly StoredRequest[];
  /** At least as many, where there are. */
  readonly shown: number;
  readonly most: number;
}

/** Those that ended in the minute before, and as many more as a page and the figures of calls are over. */
export function readEnded(
  statements: Statements,
  boot: number,
  t: number,
  { startedAt, inFlight, shown, most }: EndedWish,
): StoredRequest[] {
  const rows = statements
    .get(
      `SELECT ${requestColumns} FROM requests INDEXED BY requests_by_end
       WHERE ended_at BETWEEN ? AND ? AND boot = ? ORDER BY ended_at DESC LIMIT ?`,
    )
    .iterate(startedAt, t, boot, most);
  const found: { readonly endedSeq: number; readonly stored: StoredRequest }[] = [];
  const counted = inFlight.flatMap((stored) => countsUpTo(stored, t));
  for (const row of rows) {
    const endedAt = Number(row["ended_at"]);
    const isRecent = found.length < shown || endedAt >= t - lanesWindowMs;
    // Whoever ended before called no model after it.
    const hasCalls = (): boolean => counted.filter((at) => at >= endedAt).length >= callsKept;
    if (!isRecent && (found.length >= maxForCalls || hasCalls())) break;
    // What it waited for is not asked of one that ended.
    const stored = storedOf(statements, row, []);
    counted.push(...countsUpTo(stored, t));
    found.push({ endedSeq: Number(row["ended_seq"]), stored });
  }
  // In one start they ended in this order: the clock may say of several that it was at once.
  return found.sort((a, b) => b.endedSeq - a.endedSeq).map(({ stored }) => stored);
}

/** What was in flight at a moment went on to call models after it. */
function countsUpTo({ spans }: StoredRequest, t: number): number[] {
  return spans.flatMap(({ countedAt }) => (countedAt === null || countedAt > t ? [] : countedAt));
}

function storedOf(
  statements: Statements,
  row: Record<string, unknown>,
  waits: readonly StoredWait[],
): StoredRequest {
  const request = requestOf(row);
  const [boot, seq] = [Number(row["boot"]), Number(row["seq"])];
  return {
    seq,
    row: request,
    asked: { provider: textOrNull(row["asked_provider"]), model: textOrNull(row["asked_model"]) },
    spans: readStoredSpans(statements, { ...request, boot, seq }),
    waits,
  };
}
