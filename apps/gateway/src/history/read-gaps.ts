import type { Statements } from "./statements.ts";

/** A time of which something may be missing, as the file has it. */
export interface StoredGap {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  readonly lost: number | null;
}

/** That one answer tells. */
export const maxGaps = 200;

/** Those that a window touches, the last ones where there are too many, in the order of time. */
export function readGaps(statements: Statements, from: number, to: number): StoredGap[] {
  return statements
    .get("SELECT * FROM gaps WHERE to_at >= ? AND from_at <= ? ORDER BY from_at DESC LIMIT ?")
    .all(from, to, maxGaps)
    .map((row) => ({
      from: Number(row["from_at"]),
      to: Number(row["to_at"]),
      reason: String(row["reason"]),
      lost: typeof row["lost"] === "number" ? row["lost"] : null,
    }))
    .toReversed();
}

/** Times within a window in which no gateway ran, as far as its starts tell. */
export function readSilences(statements: Statements, from: number, to: number): StoredGap[] {
  const starts = statements
    .get(
      `SELECT started_at, ended_at FROM boots
       WHERE started_at <= ? AND (ended_at IS NULL OR ended_at >= ?) ORDER BY started_at LIMIT ?`,
    )
    .all(to, from, maxGaps);
  const found: StoredGap[] = [];
  let knownTo = from;
  for (const { started_at: startedAt, ended_at: endedAt } of starts) {
    const begin = Number(startedAt);
    if (begin > knownTo) found.push(silence(knownTo, begin));
    knownTo = Math.max(knownTo, endedAt === null ? to : Number(endedAt));
  }
  if (knownTo < to) found.push(silence(knownTo, to));
  return found;
}

function silence(from: number, to: number): StoredGap {
  return { from, to, reason: "The gateway was not running.", lost: null };
}
