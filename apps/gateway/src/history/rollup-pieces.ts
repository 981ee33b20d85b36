import type { RollupPart } from "./rollup-codec.ts";
import { days, hours, minuteLevel, type MergedLevel } from "./rollup-level.ts";
import { isInRange, rangeParameters, rowBoot, rowMinute } from "./rollup-rows.ts";
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

interface Range {
  readonly from: number;
  readonly to: number;
}

/** What of a window is read from one level, and how far each start has come with it. */
interface Covered {
  readonly level: MergedLevel;
  readonly range: Range;
  readonly upTo: ReadonlyMap<number, number>;
  /** From there on the start that asks has it in its tail; Infinity where the level does not reach that far. */
  readonly cutFrom: number;
}

const msPerMinute = 60_000;

/** Every piece of a part in a window, each moment of each start in one piece alone: the longest there is. */
export function piecesOf(
  statements: Statements,
  query: RollupsWindow,
  { dimension, part }: { readonly dimension: string; readonly part: RollupPart },
): RollupPiece[] {
  const { from, to, boot, tails } = query;
  const tail = tails.find((one) => one.dimension === dimension);
  const pieces: RollupPiece[] = [];
  let longer: Covered | null = null;
  for (const level of [days, hours]) {
    const range = rangeOf(level, query);
    if (range === null) continue;
    const upTo = upToByBoot(statements, level);
    const cutFrom = cutByTail(upTo, level, boot, tail);
    for (const { from: first, to: end } of besides(statements, query, longer)) {
      const bounds = { from: Math.max(first, range.from), to: Math.min(end, range.to) };
      for (const row of rowsOf(statements, level.minutes, { dimension, part }, bounds)) {
        if (isCovered(longer, row) || row.minute >= (upTo.get(row.boot) ?? Infinity)) continue;
        pieces.push(row);
      }
    }
    longer = { level, range, upTo, cutFrom };
  }
  for (const range of besides(statements, query, longer)) {
    for (const row of rowsOf(statements, minuteLevel, { dimension, part }, range)) {
      if (tail !== undefined && row.boot === boot && row.minute >= tail.from) continue;
      if (!isCovered(longer, row)) pieces.push(row);
    }
  }
  for (const one of tail?.rollups ?? []) {
    if (one.part === part && one.minute >= from && one.minute < to) pieces.push(one);
  }
  // From one level they come in order; several, and what is in no file, have to be brought into one.
  return longer === null && tail === undefined
    ? pieces
    : pieces.sort((a, b) => a.minute - b.minute);
}

/** The part of a window whose pieces of a level lie in one step each; null where there is none. */
function rangeOf({ minutes }: MergedLevel, { from, to, stepMinutes }: RollupsWindow): Range | null {
  const isOneStep = to - from <= stepMinutes;
  if (!isOneStep && stepMinutes % minutes !== 0) return null;
  const range = {
    from: Math.ceil(from / minutes) * minutes,
    to: Math.floor(to / minutes) * minutes,
  };
  return range.from < range.to ? range : null;
}

/** Where shorter pieces have to be looked for: around what a level covers, and where a start lacks it. */
function besides(statements: Statements, { from, to }: Range, longer: Covered | null): Range[] {
  if (longer === null) return [{ from, to }];
  const { level, range, cutFrom } = longer;
  const first = Math.min(cutFrom, looseFrom(statements, level, range.to));
  const loose = Math.min(range.to, Math.max(range.from, first));
  return [
    { from, to: range.from },
    { from: loose, to },
  ];
}

function isCovered(longer: Covered | null, { minute, boot }: { minute: number; boot: number }) {
  if (longer === null) return false;
  const { range, upTo } = longer;
  if (minute < range.from || minute >= range.to) return false;
  // A start that the file has no row of any more is over, and made all it could.
  return minute < (upTo.get(boot) ?? Infinity);
}

/** Where the first piece of a level begins that any start has not made yet: it may begin before the start did. */
function looseFrom(statements: Statements, { minutes, upTo }: MergedLevel, none: number): number {
  const row = statements
    .get(
      `SELECT min(ifnull(${upTo}, started_at / ${msPerMinute * minutes}) * ${minutes}) AS minute FROM boots
       WHERE minutes_to >= ifnull(${upTo} * ${minutes}, 0)`,
    )
    .get();
  return typeof row?.["minute"] === "number" ? row["minute"] : none;
}

function* rowsOf(
  statements: Statements,
  level: number,
  of: { readonly dimension: string; readonly part: RollupPart },
  range: Range,
): Generator<RollupPiece & { readonly boot: number }> {
  if (range.from >= range.to) return;
  const statement = statements.get(
    `SELECT ${rowMinute}, ${rowBoot}, data FROM rollups WHERE ${isInRange} ORDER BY n`,
  );
  // A day has thousands of rows, and an object with names for each takes a third longer to make.
  statement.setReturnArrays(true);
  const rows: readonly unknown[] = statement.all(...rangeParameters({ level, ...of }, range));
  for (const row of rows) {
    if (!Array.isArray(row)) continue;
    const [minute, boot, data]: unknown[] = row;
    if (data instanceof Uint8Array) yield { minute: Number(minute), boot: Number(boot), data };
  }
}

/** The minute up to which each start has pieces of a level. */
function upToByBoot(statements: Statements, { minutes, upTo }: MergedLevel): Map<number, number> {
  const rows = statements
    .get(
      `SELECT n, ifnull(${upTo}, started_at / ${msPerMinute * minutes}) * ${minutes} AS minute FROM boots
       WHERE minutes_to IS NOT NULL`,
    )
    .all();
  return new Map(rows.map((row) => [Number(row["n"]), Number(row["minute"])]));
}

/** A piece may have been made since the tail was taken: what is in both is taken from the tail. */
function cutByTail(
  upTo: Map<number, number>,
  { minutes }: MergedLevel,
  boot: number,
  tail: Tail | undefined,
): number {
  const own = upTo.get(boot);
  const end = Math.floor((tail?.from ?? Infinity) / minutes) * minutes;
  if (own === undefined || end >= own) return Infinity;
  upTo.set(boot, end);
  return end;
}
