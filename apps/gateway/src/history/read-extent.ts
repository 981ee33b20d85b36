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
const levels = [minuteLevel, hours.minutes, days.minutes] as const;

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
  const minutes = levels
    .map((level) =>
      number(
        `SELECT ${rowMinute} AS value FROM rollups WHERE ${isInRange} ORDER BY n LIMIT 1`,
        rangeParameters({ level, dimension: "", part: "counters" }, allMinutes),
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
