import type { DatabaseSync } from "node:sqlite";
import { writeStatement } from "./write-statement.ts";

/** What all rows of `rollups` with the same number of a kind are of. */
export interface RollupKind {
  readonly level: number;
  readonly dimension: string;
  readonly part: string;
}

/** Where a row is: its number is its kind's, 26 bits of its minute and 24 of its start, in that order. */
export interface RollupPlace extends RollupKind {
  readonly minute: number;
  readonly boot: number;
}

/** SQL, of a row of `rollups`. */
export const rowMinute = "(n >> 24 & 67108863)";
export const rowBoot = "(n & 16777215)";

const lastMinute = 2 ** 26 - 1;

/**
 * SQL that is true of the rows of one kind from one minute to before another, of what `rangeParameters` gives.
 * Rows of a kind lie side by side, in the order of time.
 */
export const isInRange = `n >= ${firstOf("?4")} AND n < ${firstOf("?5")}`;

function firstOf(minute: string): string {
  return `(SELECT kind << 50 | (${minute} << 24) FROM rollup_kinds
    WHERE level = ?1 AND dimension = ?2 AND part = ?3)`;
}

export function rangeParameters(
  { level, dimension, part }: RollupKind,
  { from, to }: { readonly from: number; readonly to: number },
): [number, string, string, number, number] {
  const within = (minute: number): number => Math.floor(Math.min(Math.max(0, minute), lastMinute));
  return [level, dimension, part, within(from), within(to)];
}

export const allMinutes = { from: 0, to: lastMinute } as const;

/** Writes a row, in place of one that is there. */
export function createRollupWriter(
  db: DatabaseSync,
): (place: RollupPlace, data: Uint8Array) => void {
  const addKind = writeStatement(
    db,
    "INSERT INTO rollup_kinds (level, dimension, part) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
  );
  // Bits are put together by "|": a sum with a parameter, which is bound as a double, would lose the lowest.
  const upsert = writeStatement(
    db,
    `INSERT INTO rollups (n, data)
     SELECT kind << 50 | (?4 << 24) | ?5, ?6 FROM rollup_kinds
     WHERE level = ?1 AND dimension = ?2 AND part = ?3
     ON CONFLICT (n) DO UPDATE SET data = excluded.data`,
  );
  return ({ level, dimension, part, minute, boot }, data) => {
    addKind.run(level, dimension, part);
    upsert.run(level, dimension, part, minute, boot, data);
  };
}

/** The kinds that the file has or had rows of. */
export function rollupKinds(db: DatabaseSync): RollupKind[] {
  const rows = db.prepare("SELECT level, dimension, part FROM rollup_kinds ORDER BY kind").all();
  return rows.map((row) => ({
    level: Number(row["level"]),
    dimension: String(row["dimension"]),
    part: String(row["part"]),
  }));
}
