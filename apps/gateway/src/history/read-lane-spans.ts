import type { LaneRequest, LaneSpans } from "@signalbox/api-contract";
import { lanePictureRow } from "./stored-rows.ts";
import { readGaps, readSilences } from "./read-gaps.ts";
import { longMs } from "./read-requests.ts";
import { readDrawnSpans } from "./read-spans.ts";
import type { Statements } from "./statements.ts";

export interface LaneSpansQuery {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** Requests that are counted and compared; of a window with more of them the beginnings of its parts are. */
const maxLookedAt = 200_000;
/** Parts of a window that each tell of their own longest: a picture has a few pixels for one. */
const mostParts = 120;
/** Of a request that takes less than this share of the window, no eye would tell the phases apart. */
const shareWithPhases = 1 / 300;
const maxSpans = 3_000;
const maxLong = 200;

const columns = [
  "boot, seq, id, lane, lane_label, one_shot, client, practice, started_at, ended_at, outcome",
  "error_kind, duration_ms",
].join(", ");

type Row = Record<string, unknown>;

/** What was in the lanes over a window: all of it, or the longest and a failure of each part of it. */
export function readLaneSpans(
  statements: Statements,
  { from, to, limit }: LaneSpansQuery,
): LaneSpans {
  const { total, isMore } = count(statements, from, to);
  const wish = { from, to, limit };
  const rows = total <= limit ? readAll(statements, wish) : readLongest(statements, wish, isMore);
  const newestFirst = [...rows.values()].sort(
    (a, b) => Number(b["boot"]) - Number(a["boot"]) || Number(b["seq"]) - Number(a["seq"]),
  );
  const tooShortMs = total <= limit ? 0 : (to - from) * shareWithPhases;
  let room = maxSpans;
  const requests = newestFirst.map((row): LaneRequest => {
    const request = lanePictureRow(row);
    const place = { ...request, boot: Number(row["boot"]), seq: Number(row["seq"]) };
    const isShort = request.endedAt !== null && Number(row["duration_ms"]) < tooShortMs;
    const spans = isShort || room <= 0 ? [] : readDrawnSpans(statements, place);
    room -= spans.length;
    return Object.assign(request, { spans });
  });
  requests.reverse();
  return {
    requests,
    total: Math.max(total, requests.length),
    isMore,
    gaps: [...readSilences(statements, from, to), ...readGaps(statements, from, to)],
  };
}

/** From the index alone: the rows themselves need not be read for it. */
function count(statements: Statements, from: number, to: number) {
  const row = statements
    .get(
      `SELECT count(*) AS n FROM (SELECT 1 FROM requests INDEXED BY requests_by_start
       WHERE started_at BETWEEN ? AND ? AND (ended_at IS NULL OR ended_at >= ?) LIMIT ?)`,
    )
    .get(from - longMs, to, from, maxLookedAt + 1);
  const total = Number(row?.["n"] ?? 0);
  return { total: Math.min(total, maxLookedAt), isMore: total > maxLookedAt };
}

function readAll(statements: Statements, { from, to, limit }: LaneSpansQuery): Map<unknown, Row> {
  const near = statements
    .get(
      `SELECT n, ${columns} FROM requests INDEXED BY requests_by_start
       WHERE started_at BETWEEN ? AND ? AND (ended_at IS NULL OR ended_at >= ?) LIMIT ?`,
    )
    .all(from - longMs, to, from, limit);
  return byKey([...near, ...readEarlier(statements, from)]);
}

/** They began long before the window and were still there in it. */
function readEarlier(statements: Statements, from: number): Row[] {
  const long = statements
    .get(
      `SELECT ${columns} FROM requests INDEXED BY requests_long
       WHERE duration_ms > ${longMs} AND started_at < ? AND ended_at > ? LIMIT ?`,
    )
    .all(from - longMs, from, maxLong);
  const open = statements
    .get(
      `SELECT ${columns} FROM requests INDEXED BY requests_open
       WHERE ended_seq IS NULL AND started_at < ? LIMIT ?`,
    )
    .all(from - longMs, maxLong);
  return [...long, ...open];
}

/**
 * The window in parts, and of each the requests that took longest, which the index tells without the rows:
 * at this scale they are what can be seen. And of each one that failed.
 */
function readLongest(
  statements: Statements,
  { from, to, limit }: LaneSpansQuery,
  isMore: boolean,
): Map<unknown, Row> {
  const parts = Math.min(mostParts, Math.max(1, Math.floor(limit / 2)));
  const each = Math.max(1, Math.floor(limit / parts) - 1);
  const lookedAt = isMore ? Math.ceil(maxLookedAt / parts) : maxLookedAt;
  const longest = statements.get(
    `SELECT ${columns} FROM requests WHERE n IN (
       SELECT n FROM (SELECT n, ended_at - started_at AS took FROM requests INDEXED BY requests_by_start
         WHERE started_at >= ? AND started_at < ? LIMIT ?) ORDER BY took IS NULL DESC, took DESC LIMIT ?)`,
  );
  const failed = statements.get(
    `SELECT ${columns} FROM requests WHERE id = (
       SELECT request_id FROM failures INDEXED BY failures_by_time WHERE at >= ? AND at < ? LIMIT 1)
     ORDER BY n DESC LIMIT 1`,
  );
  const rows: Row[] = readEarlier(statements, from);
  const stepMs = (to - from) / parts;
  for (let part = 0; part < parts; part += 1) {
    const begin = Math.round(from + part * stepMs);
    const end = part === parts - 1 ? to + 1 : Math.round(from + (part + 1) * stepMs);
    rows.push(...longest.all(begin, end, lookedAt, each), ...failed.all(begin, end));
  }
  return byKey(rows);
}

function byKey(rows: readonly Row[]): Map<unknown, Row> {
  return new Map(rows.map((row) => [`${String(row["boot"])} ${String(row["seq"])}`, row]));
}
