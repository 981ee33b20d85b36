import type { Statements } from "./statements.ts";

/** A time of which something may be missing, as the file has it. */
export interface StoredGap {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  readonly lost: number | null;
}

const maxGaps = 200;

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
