import type { DatabaseSync } from "node:sqlite";

export interface RollupKind {
  readonly level: number;
  readonly dimension: string;
  readonly part: string;
}

/** No minute is: with it in the bound, a search lands behind a kind and need not read through it. */
const beyondMinutes = Number.MAX_SAFE_INTEGER;

/** The kinds of rollups that the file has, found by skipping from one to the next. */
export function* rollupKinds(db: DatabaseSync): Generator<RollupKind> {
  const next = db.prepare(
    `SELECT level, dimension, part FROM rollups
     WHERE (level, dimension, part, minute) > (?, ?, ?, ${beyondMinutes})
     ORDER BY level, dimension, part, minute LIMIT 1`,
  );
  let kind: RollupKind = { level: 0, dimension: "", part: "" };
  for (;;) {
    const row = next.get(kind.level, kind.dimension, kind.part);
    if (row === undefined) return;
    kind = {
      level: Number(row["level"]),
      dimension: String(row["dimension"]),
      part: String(row["part"]),
    };
    yield kind;
  }
}
