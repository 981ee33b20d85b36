import type { RefusalRow } from "@signalbox/api-contract";
import { MergedRollup } from "./merged-rollup.ts";
import { byCount, refusalAccumulator, refusalOf, refused } from "./refusal-codec.ts";
import { minuteLevel } from "./rollup-level.ts";
import { piecesOf, type RollupsWindow } from "./rollup-pieces.ts";
import { allMinutes, isInRange, rangeParameters, rowBoot, rowMinute } from "./rollup-rows.ts";
import type { Statements } from "./statements.ts";

export type RefusalsQuery = Omit<RollupsWindow, "stepMinutes">;

export interface RefusalsFound {
  /** From when the file tells of them; null where it does not yet. */
  readonly knownFrom: number | null;
  readonly rows: readonly RefusalRow[];
}

const msPerMinute = 60_000;
const ofRefusals = { dimension: refused, part: refused } as const;

/** Who was turned away in a window of whole minutes. */
export function readRefusals(statements: Statements, query: RefusalsQuery): RefusalsFound {
  const window = { ...query, stepMinutes: Math.max(1, query.to - query.from) };
  const merged = new MergedRollup(refusalAccumulator);
  for (const { data } of piecesOf(statements, window, ofRefusals)) merged.add(data);
  const rows = merged.values().map(({ key, state }) => refusalOf(key, state));
  return { knownFrom: knownFrom(statements), rows: byCount(rows) };
}

/** The first minute in which somebody counted: each has a row, whether anybody was turned away or not. */
function knownFrom(statements: Statements): number | null {
  const row = statements
    .get(
      `SELECT minute, started_at FROM
         (SELECT ${rowMinute} AS minute, ${rowBoot} AS boot FROM rollups WHERE ${isInRange}
          ORDER BY n LIMIT 1) AS first
       LEFT JOIN boots ON boots.n = first.boot`,
    )
    .get(...rangeParameters({ level: minuteLevel, ...ofRefusals }, allMinutes));
  if (row === undefined) return null;
  return Math.max(Number(row["minute"]) * msPerMinute, Number(row["started_at"] ?? 0));
}
