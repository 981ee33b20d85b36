import type { SystemEvent } from "@signalbox/api-contract";
import type { EventsQuery } from "./queries.ts";
import type { SqlValue } from "./sql-value.ts";
import type { Statements } from "./statements.ts";
import { eventOf } from "./stored-rows.ts";

/** Events that one statement looks at: between two of them it may stop, for its time is over. */
const lookedAtOnce = 20_000;

/** Events before a place, newest first: what it found within its time. */
export function readEvents(
  statements: Statements,
  { filter, before, limit }: EventsQuery,
  lookUntil: number,
): SystemEvent[] {
  const start = startOf(statements, before);
  if (start === null) return [];
  const { sql, values } = conditionsOf(filter);
  const events: SystemEvent[] = [];
  let [boot, seq] = start;
  while (events.length < limit && performance.now() <= lookUntil) {
    const bound = statements
      .get(
        `SELECT boot, seq FROM events WHERE (boot, seq) < (?, ?)
         ORDER BY boot DESC, seq DESC LIMIT 1 OFFSET ?`,
      )
      .get(boot, seq, lookedAtOnce);
    const to = bound === undefined ? [0, 0] : [Number(bound["boot"]), Number(bound["seq"])];
    const rows = statements
      .get(
        `SELECT events.*, boots.boot_id FROM events JOIN boots ON boots.n = events.boot
         WHERE (events.boot, events.seq) < (?, ?) AND (events.boot, events.seq) >= (?, ?) ${sql}
         ORDER BY events.boot DESC, events.seq DESC LIMIT ?`,
      )
      .all(boot, seq, ...to, ...values, limit - events.length);
    events.push(...rows.map(eventOf));
    if (bound === undefined) break;
    [boot = 0, seq = 0] = to;
  }
  return events;
}

/** Null where the place is in no start that this file knows. */
function startOf(
  statements: Statements,
  before: EventsQuery["before"],
): readonly [boot: number, seq: number] | null {
  if (before === null) return [Number.MAX_SAFE_INTEGER, 0];
  const row = statements.get("SELECT n FROM boots WHERE boot_id = ?").get(before.bootId);
  return row === undefined ? null : [Number(row["n"]), before.seq];
}

function conditionsOf({ level, source, text, requestId }: EventsQuery["filter"]) {
  let sql = "";
  const values: SqlValue[] = [];
  const and = (condition: string, ...bound: SqlValue[]): void => {
    sql += ` AND ${condition}`;
    values.push(...bound);
  };
  if (level !== undefined) and("level = ?", level);
  if (requestId !== undefined) and("request_id = ?", requestId);
  if (source?.endsWith(".") === true) and("substr(source, 1, ?) = ?", source.length, source);
  else if (source !== undefined) and("source = ?", source);
  if (text !== undefined) and("instr(lower(message), ?) > 0", text.toLowerCase());
  return { sql, values };
}
