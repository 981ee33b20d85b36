import type { HistoryMark } from "@signalbox/api-contract";
import { readEvents } from "./read-events.ts";
import { readGaps, type StoredGap } from "./read-gaps.ts";
import type { Statements } from "./statements.ts";

export interface MarksQuery {
  readonly from: number;
  readonly to: number;
}

export interface MarksFound {
  /** Oldest first. */
  readonly marks: readonly HistoryMark[];
  readonly gaps: readonly StoredGap[];
}

const maxMarks = 200;

/** Starts of the gateway, changes of the config, and stalls: the last ones where there are too many. */
export function readMarks(
  statements: Statements,
  { from, to }: MarksQuery,
  lookUntil: number,
): MarksFound {
  const marks = [
    ...readStarts(statements, from, to),
    ...readConfigs(statements, from, to),
    ...readStalls(statements, from, to, lookUntil),
  ];
  return {
    marks: marks.toSorted((a, b) => a.at - b.at).slice(-maxMarks),
    gaps: readGaps(statements, from, to),
  };
}

function readStarts(statements: Statements, from: number, to: number): HistoryMark[] {
  return statements
    .get(
      `SELECT started_at, version FROM boots WHERE started_at >= ? AND started_at <= ?
       ORDER BY started_at DESC LIMIT ${maxMarks}`,
    )
    .all(from, to)
    .map((row) => ({
      at: Number(row["started_at"]),
      kind: "start",
      label: String(row["version"]),
      durationMs: null,
    }));
}

function readConfigs(statements: Statements, from: number, to: number): HistoryMark[] {
  return statements
    .get(
      `SELECT at, json_extract(detail, '$.summary') AS summary FROM changes
       WHERE kind = 'config' AND at >= ? AND at <= ? ORDER BY n DESC LIMIT ${maxMarks}`,
    )
    .all(from, to)
    .map((row) => ({
      at: Number(row["at"]),
      kind: "config",
      label: typeof row["summary"] === "string" ? row["summary"] : "",
      durationMs: null,
    }));
}

/** By the events that the gateway states of itself. */
function readStalls(
  statements: Statements,
  from: number,
  to: number,
  lookUntil: number,
): HistoryMark[] {
  const filter = { source: "gateway", level: "warn", from, to, limit: maxMarks } as const;
  const { events } = readEvents(statements, { filter, before: null, limit: maxMarks }, lookUntil);
  return events.flatMap(({ timestamp, context }): HistoryMark[] => {
    const stalledMs = context?.["stalledMs"];
    if (typeof stalledMs !== "number") return [];
    return [{ at: timestamp, kind: "stall", label: "", durationMs: stalledMs }];
  });
}
