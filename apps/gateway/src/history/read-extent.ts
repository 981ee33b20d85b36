import type { SQLInputValue } from "node:sqlite";
import { days, hours, minuteLevel } from "./rollup-level.ts";
import { allMinutes, isInRange, rangeParameters, rowMinute } from "./rollup-rows.ts";
import type { Statements } from "./statements.ts";

/** How much history there is, and from when. */
export interface HistoryExtent {
  /** Of the oldest request or event; null where there is none. */
  readonly oldestAt: number | null;
  /** Of the oldest figures by the minute or the hour. */
  readonly oldestFiguresAt: number | null;
  /** Up to what it is counted to, as each of these: to count millions of rows takes as many reads. */
  readonly requests: number;
  readonly events: number;
  readonly failures: number;
}

const msPerMinute = 60_000;
/** The coarsest first: its oldest row begins up to a day before the first figure in it. */
const levels = [days.minutes, hours.minutes, minuteLevel] as const;

export interface ExtentQuery {
  /** Rows of a table at most. */
  readonly countedTo: number;
}

export function readExtent(statements: Statements, { countedTo }: ExtentQuery): HistoryExtent {
  const number = (sql: string, parameters: readonly SQLInputValue[] = []): number | null => {
    const value = statements.get(sql).get(...parameters)?.["value"];
    return typeof value === "number" ? value : null;
  };
  const count = (table: string): number =>
    number(`SELECT count(*) AS value FROM (SELECT 1 FROM ${table} LIMIT ?)`, [countedTo]) ?? 0;
  const oldest = [
    number("SELECT min(started_at) AS value FROM requests"),
    number("SELECT min(at) AS value FROM events"),
  ].filter((at) => at !== null);
  let oldestRow: { readonly minute: number; readonly level: number } | null = null;
  for (const level of levels) {
    const minute = number(
      `SELECT ${rowMinute} AS value FROM rollups WHERE ${isInRange} ORDER BY n LIMIT 1`,
      rangeParameters({ level, dimension: "", part: "counters" }, allMinutes),
    );
    // A finer row within the oldest one tells more exactly when it begins.
    const isOlder = oldestRow === null || (minute ?? 0) < oldestRow.minute + oldestRow.level;
    if (minute !== null && isOlder) oldestRow = { minute, level };
  }
  return {
    oldestAt: oldest.length === 0 ? null : Math.min(...oldest),
    oldestFiguresAt: oldestRow === null ? null : oldestRow.minute * msPerMinute,
    requests: count("requests"),
    events: count("events"),
    failures: count("failures"),
  };
}
