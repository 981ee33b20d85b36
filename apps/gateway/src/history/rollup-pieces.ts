import type { RollupPart } from "./rollup-codec.ts";
import { hourLevel, minuteLevel } from "./rollup-level.ts";
import type { Statements } from "./statements.ts";

/** Minutes that this start has not handed to the file yet, of one dimension. */
export interface Tail {
  readonly dimension: string;
  /** Of this start, the file's minutes from then on are not to be taken: they are below. */
  readonly from: number;
  readonly rollups: readonly {
    readonly minute: number;
    readonly part: RollupPart;
    readonly data: Uint8Array;
  }[];
}

/** The steps of whole minutes that a window is cut into. */
export interface StepsOfMinutes {
  /** Epoch minutes: the first, and the one after the last. Each step begins at a multiple of its length. */
  readonly from: number;
  readonly to: number;
  readonly stepMinutes: number;
}

export interface RollupsWindow extends StepsOfMinutes {
  /** The start that asks, and what it has that is not in the file. */
  readonly boot: number;
  readonly tails: readonly Tail[];
}

/** A part of one dimension, from the minute on that it begins with. */
export interface RollupPiece {
  readonly minute: number;
  readonly data: Uint8Array;
}

const minutesPerHour = 60;
const msPerMinute = 60_000;

/** Every piece of a part in a window, each moment of each start in one piece alone. */
export function piecesOf(
  statements: Statements,
  query: RollupsWindow,
  { dimension, part }: { readonly dimension: string; readonly part: RollupPart },
): RollupPiece[] {
  const { from, to, stepMinutes, boot, tails } = query;
  const tail = tails.find((one) => one.dimension === dimension);
  const hoursTo = stepMinutes % minutesPerHour === 0 ? hoursByBoot(statements) : null;
  const pieces: RollupPiece[] = [];
  if (hoursTo !== null) {
    for (const row of rowsOf(statements, hourLevel, dimension, part, from, to)) pieces.push(row);
  }
  const minutesFrom = hoursTo === null ? from : Math.max(from, looseMinutesFrom(statements, to));
  for (const row of rowsOf(statements, minuteLevel, dimension, part, minutesFrom, to)) {
    if (tail !== undefined && row.boot === boot && row.minute >= tail.from) continue;
    if (row.minute < (hoursTo?.get(row.boot) ?? 0) * minutesPerHour) continue;
    pieces.push(row);
  }
  for (const one of tail?.rollups ?? []) {
    if (one.part === part && one.minute >= from && one.minute < to) pieces.push(one);
  }
  // From the file they come in order; hours, the rest, and what is in no file have to be brought into one.
  return hoursTo === null && tail === undefined
    ? pieces
    : pieces.sort((a, b) => a.minute - b.minute);
}

/** The first minute that is in no hour yet. */
function looseMinutesFrom(statements: Statements, none: number): number {
  const row = statements
    .get(
      `SELECT min(ifnull(hours_to * ${minutesPerHour}, started_at / ${msPerMinute})) AS minute FROM boots
       WHERE minutes_to >= ifnull(hours_to * ${minutesPerHour}, 0)`,
    )
    .get();
  return typeof row?.["minute"] === "number" ? row["minute"] : none;
}

function* rowsOf(
  statements: Statements,
  level: number,
  dimension: string,
  part: RollupPart,
  from: number,
  to: number,
): Generator<RollupPiece & { readonly boot: number }> {
  const rows = statements
    .get(
      `SELECT minute, boot, data FROM rollups
       WHERE level = ? AND dimension = ? AND part = ? AND minute >= ? AND minute < ?
       ORDER BY minute, boot`,
    )
    .all(level, dimension, part, from, to);
  for (const { minute, boot, data } of rows) {
    if (data instanceof Uint8Array) yield { minute: Number(minute), boot: Number(boot), data };
  }
}

/** The hour up to which each start has hours. */
function hoursByBoot(statements: Statements): Map<number, number> {
  const rows = statements
    .get(
      `SELECT n, ifnull(hours_to, started_at / ${msPerMinute * minutesPerHour}) AS hours FROM boots
       WHERE minutes_to IS NOT NULL`,
    )
    .all();
  return new Map(rows.map((row) => [Number(row["n"]), Number(row["hours"])]));
}
