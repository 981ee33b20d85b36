import type { Statements } from "./statements.ts";

/** How much history there is, and from when. */
export interface HistoryExtent {
  /** Of the oldest request or event; null where there is none. */
  readonly oldestAt: number | null;
  /** Of the oldest figures by the minute or the hour. */
  readonly oldestFiguresAt: number | null;
  readonly requests: number;
  readonly events: number;
  readonly failures: number;
}

const msPerMinute = 60_000;

export function readExtent(statements: Statements): HistoryExtent {
  const number = (sql: string): number | null => {
    const value = statements.get(sql).get()?.["value"];
    return typeof value === "number" ? value : null;
  };
  const oldest = [
    number("SELECT min(started_at) AS value FROM requests"),
    number("SELECT min(at) AS value FROM events"),
  ].filter((at) => at !== null);
  const minute = number(
    "SELECT min(minute) AS value FROM rollups WHERE dimension = '' AND part = 'counters'",
  );
  return {
    oldestAt: oldest.length === 0 ? null : Math.min(...oldest),
    oldestFiguresAt: minute === null ? null : minute * msPerMinute,
    requests: number("SELECT count(*) AS value FROM requests") ?? 0,
    events: number("SELECT count(*) AS value FROM events") ?? 0,
    failures: number("SELECT count(*) AS value FROM failures") ?? 0,
  };
}
