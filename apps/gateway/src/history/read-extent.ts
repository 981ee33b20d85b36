import { rowsCountedTo } from "@signalbox/api-contract";
import { days, hours, minuteLevel } from "./rollup-level.ts";
import type { Statements } from "./statements.ts";

/** How much history there is, and from when. */
export interface HistoryExtent {
  /** Of the oldest request or event; null where there is none. */
  readonly oldestAt: number | null;
  /** Of the oldest figures by the minute or the hour. */
  readonly oldestFiguresAt: number | null;
  /** Up to `rowsCountedTo`, as each of these: to count millions of rows takes as many reads. */
  readonly requests: number;
  readonly events: number;
  readonly failures: number;
}

const msPerMinute = 60_000;
const levels = [minuteLevel, hours.minutes, days.minutes] as const;

export function readExtent(statements: Statements): HistoryExtent {
  const number = (sql: string): number | null => {
    const value = statements.get(sql).get()?.["value"];
    return typeof value === "number" ? value : null;
  };
  const count = (table: string): number =>
    number(`SELECT count(*) AS value FROM (SELECT 1 FROM ${table} LIMIT ${rowsCountedTo})`) ?? 0;
  const oldest = [
    number("SELECT min(started_at) AS value FROM requests"),
    number("SELECT min(at) AS value FROM events"),
  ].filter((at) => at !== null);
  // A level at a time: over all of them the table would be read from end to end.
  const minutes = levels
    .map((level) =>
      number(
        `SELECT min(minute) AS value FROM rollups
         WHERE level = ${level} AND dimension = '' AND part = 'counters'`,
      ),
    )
    .filter((minute) => minute !== null);
  return {
    oldestAt: oldest.length === 0 ? null : Math.min(...oldest),
    oldestFiguresAt: minutes.length === 0 ? null : Math.min(...minutes) * msPerMinute,
    requests: count("requests"),
    events: count("events"),
    failures: count("failures"),
  };
}
