import type { EventsInput, SystemEvent } from "@signalbox/api-contract";
import { hasWords, wordsOf } from "../words.ts";
import { beyondAll, rowNumber } from "./place.ts";
import type { Statements } from "./statements.ts";
import { eventOf } from "./stored-rows.ts";
import { Wanted } from "./terms.ts";

export interface EventsQuery {
  readonly filter: EventsInput;
  /** The place to go on from: events before it, newest first. Null from the newest. */
  readonly before: { readonly bootId: string; readonly seq: number } | null;
  readonly limit: number;
}

export interface EventsFound {
  /** Newest first. */
  readonly events: readonly SystemEvent[];
  /** The id of the event it looked at last, where its time was over before all were; else null. */
  readonly lookedTo: string | null;
}

/** Events of one millisecond are in no order of time: bounds found by time leave room for so many. */
const slack = 5_000n;

const eventColumns =
  "events.boot, events.seq, at, level, source, message, context, request_id, session_id, boot_id";
const withBoots = "JOIN boots ON boots.n = events.boot";
/** The rows that the slack lets in are thousands. With the plus no index by time takes the place of the order. */
const isOfTime = "+events.at BETWEEN ? AND ?";

/** Events before a place, newest first: what it found within its time. */
export function readEvents(
  statements: Statements,
  { filter, before, limit }: EventsQuery,
  lookUntil: number,
): EventsFound {
  const bounds = boundsOf(statements, filter, before);
  if (bounds === null) return { events: [], lookedTo: null };
  const events: SystemEvent[] = [];
  for (const row of candidates(statements, filter, bounds)) {
    const event = eventOf(row);
    if (fits(event, filter)) events.push(event);
    if (events.length === limit) break;
    if (performance.now() > lookUntil) return { events, lookedTo: event.id };
  }
  return { events, lookedTo: null };
}

type Bounds = readonly [from: bigint, to: bigint];

function candidates(statements: Statements, filter: EventsInput, [from, to]: Bounds) {
  const times = [filter.from ?? 0, filter.to ?? Number.MAX_SAFE_INTEGER] as const;
  if (filter.requestId !== undefined) {
    return statements
      .get(
        `SELECT ${eventColumns} FROM events ${withBoots}
         WHERE request_id = ? AND events.n >= ? AND events.n < ? AND ${isOfTime}
         ORDER BY events.n DESC`,
      )
      .iterate(filter.requestId, from, to, ...times);
  }
  const { match } = new Wanted()
    .name("level", filter.level)
    .name("source", filter.source)
    .words(filter.text);
  if (match === null) {
    return statements
      .get(
        `SELECT ${eventColumns} FROM events CROSS ${withBoots}
         WHERE events.n >= ? AND events.n < ? AND ${isOfTime} ORDER BY events.n DESC`,
      )
      .iterate(from, to, ...times);
  }
  return statements
    .get(
      `SELECT ${eventColumns} FROM event_terms CROSS JOIN events ON events.n = event_terms.rowid
         CROSS ${withBoots}
       WHERE event_terms MATCH ? AND event_terms.rowid >= ? AND event_terms.rowid < ?
         AND ${isOfTime}
       ORDER BY event_terms.rowid DESC`,
    )
    .iterate(match, from, to, ...times);
}

/** What the index only narrows down. */
function fits(event: SystemEvent, filter: EventsInput): boolean {
  const { level, source } = event;
  if (filter.requestId !== undefined && filter.text !== undefined) {
    // Found by its request, and in no index of words.
    if (!hasWords([event.message], wordsOf(filter.text))) return false;
  }
  if (filter.level !== undefined && level !== filter.level) return false;
  const wanted = filter.source;
  if (wanted === undefined) return true;
  return wanted.endsWith(".") ? source.startsWith(wanted) : source === wanted;
}

/** The first and the one after the last; null where the place is in no start that this file knows. */
function boundsOf(
  statements: Statements,
  { from, to }: EventsInput,
  before: EventsQuery["before"],
): Bounds | null {
  let end = beyondAll;
  if (before !== null) {
    const row = statements.get("SELECT n FROM boots WHERE boot_id = ?").get(before.bootId);
    if (row === undefined) return null;
    end = rowNumber({ boot: Number(row["n"]), seq: before.seq });
  }
  const last = to === undefined ? beyondAll : edgeOf(statements, lastSql, to, slack, 0n);
  const first = from === undefined ? 0n : edgeOf(statements, firstSql, from, -slack, beyondAll);
  return [first, last < end ? last : end];
}

const lastSql = "SELECT boot, seq FROM events WHERE at <= ? ORDER BY at DESC LIMIT 1";
const firstSql = "SELECT boot, seq FROM events WHERE at >= ? ORDER BY at LIMIT 1";

function edgeOf(
  statements: Statements,
  sql: string,
  at: number,
  room: bigint,
  none: bigint,
): bigint {
  const row = statements.get(sql).get(at);
  if (row === undefined) return none;
  return rowNumber({ boot: Number(row["boot"]), seq: Number(row["seq"]) }) + room;
}
