import {
  COUNTERS,
  type Dimension,
  type CounterMetric,
  type QuantileSketch,
  type SketchMetric,
} from "@signalbox/metrics";
import {
  counterAccumulator,
  gaugeAccumulator,
  keyOfName,
  MergedRollup,
  nameOfKey,
  sketchAccumulator,
} from "./merged-rollup.ts";
import { counterIndex, type GaugeSum, type RollupPart } from "./rollup-codec.ts";
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

/** One part of one dimension. */
export interface RollupWish {
  /** Empty for everything together. */
  readonly dimension: Dimension | "";
  readonly part: RollupPart;
  /** Of its values, these alone. */
  readonly values?: readonly string[] | undefined;
  /** Of counters: which. */
  readonly counters?: readonly CounterMetric[] | undefined;
  /** Of sketches. */
  readonly quantiles?: readonly number[] | undefined;
  /** Values that come back, those with most in them. */
  readonly limit: number;
}

/** The steps of whole minutes that a window is cut into. */
export interface StepsOfMinutes {
  /** Epoch minutes: the first, and the one after the last. Each step begins at a multiple of its length. */
  readonly from: number;
  readonly to: number;
  readonly stepMinutes: number;
}

export interface RollupsQuery extends StepsOfMinutes {
  readonly wishes: readonly RollupWish[];
  /** The start that asks, and what it has that is not in the file. */
  readonly boot: number;
  readonly tails: readonly Tail[];
}

/** A value's figures: columns of one number a step, NaN where nothing was observed. */
export interface FoundValue {
  readonly name: string;
  /**
   * Counters: those asked for, in their order. Gauges: mean, max, last. Sketches: count, mean, max, then the
   * quantiles.
   */
  readonly columns: readonly Float64Array[];
}

export interface RollupsFound {
  readonly steps: number;
  /** 1 for each step of which something is known. */
  readonly known: Uint8Array;
  readonly wishes: readonly { readonly values: readonly FoundValue[]; readonly more: number }[];
  readonly gaps: readonly StoredGap[];
}

export interface StoredGap {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  readonly lost: number | null;
}

const minutesPerHour = 60;
const msPerMinute = 60_000;
const maxGaps = 200;

/** Rows of one wish in the order of their minutes, each with the minute it begins with. */
interface Piece {
  readonly minute: number;
  readonly data: Uint8Array;
}

/** Figures by steps, merged from minutes, or from hours where a step is made of such. */
export function readRollups(statements: Statements, query: RollupsQuery): RollupsFound {
  const { from, to, stepMinutes, wishes } = query;
  const steps = Math.max(0, Math.ceil((to - from) / stepMinutes));
  const known = new Uint8Array(steps);
  for (const { minute } of piecesOf(statements, query, { dimension: "", part: "counters" })) {
    known[Math.floor((minute - from) / stepMinutes)] = 1;
  }
  return {
    steps,
    known,
    wishes: wishes.map((wish) => readWish(statements, query, wish, steps)),
    gaps: readGaps(statements, from * msPerMinute, to * msPerMinute),
  };
}

type RollupsWindow = Pick<RollupsQuery, "from" | "to" | "stepMinutes" | "boot" | "tails">;

function readWish(
  statements: Statements,
  window: RollupsWindow,
  wish: RollupWish,
  steps: number,
): { values: FoundValue[]; more: number } {
  const { from, stepMinutes } = window;
  const columns = new Columns(wish, steps);
  const stepOf = (minute: number): number => Math.floor((minute - from) / stepMinutes);
  gather(piecesOf(statements, window, wish), wish, stepOf, columns);
  return columns.found();
}

/** Merges the pieces of each step, and hands what came of it on. */
function gather(
  pieces: readonly Piece[],
  { part, values }: RollupWish,
  stepOf: (minute: number) => number,
  columns: Columns,
): void {
  const only = values === undefined ? undefined : new Set(values.map(keyOfName));
  if (part === "counters") {
    bySteps(pieces, stepOf, new MergedRollup(counterAccumulator, only), columns.counters);
  } else if (part === "gauges") {
    bySteps(pieces, stepOf, new MergedRollup(gaugeAccumulator, only), columns.gauge);
  } else {
    bySteps(pieces, stepOf, new MergedRollup(sketchAccumulator, only), columns.sketch);
  }
}

function bySteps<State>(
  pieces: readonly Piece[],
  stepOf: (minute: number) => number,
  merged: MergedRollup<State>,
  tell: (key: string, step: number, state: State) => void,
): void {
  let step = -1;
  const close = (): void => {
    for (const { key, state } of merged.values()) tell(key, step, state);
    merged.clear();
  };
  for (const { minute, data } of pieces) {
    const next = stepOf(minute);
    if (next !== step) close();
    step = next;
    merged.add(data);
  }
  close();
}

/** The figures of a wish's values while they are gathered. */
class Columns {
  readonly #wish: RollupWish;
  readonly #steps: number;
  readonly #byKey = new Map<string, { weight: number; columns: Float64Array[] }>();
  readonly #counters: readonly number[];
  readonly #quantiles: readonly number[];
  readonly #width: number;

  constructor(wish: RollupWish, steps: number) {
    this.#wish = wish;
    this.#steps = steps;
    this.#counters = (wish.counters ?? COUNTERS).map(counterIndex);
    this.#quantiles = wish.quantiles ?? [];
    const { part } = wish;
    this.#width =
      part === "counters"
        ? this.#counters.length
        : 3 + (part === "gauges" ? 0 : this.#quantiles.length);
  }

  readonly counters = (key: string, step: number, sums: Float64Array): void => {
    const held = this.#holdOf(key);
    this.#counters.forEach((counter, at) => {
      const sum = sums[counter] ?? 0;
      held.weight += sum;
      this.#set(held.columns, at, step, sum);
    });
  };

  readonly gauge = (key: string, step: number, { sum, minutes, max, last }: GaugeSum): void => {
    const held = this.#holdOf(key);
    held.weight += 1;
    [sum / minutes, max, last].forEach((figure, at) => this.#set(held.columns, at, step, figure));
  };

  readonly sketch = (key: string, step: number, sketch: QuantileSketch): void => {
    const held = this.#holdOf(key);
    held.weight += sketch.count;
    this.#set(held.columns, 0, step, sketch.count);
    this.#set(held.columns, 1, step, sketch.mean);
    this.#set(held.columns, 2, step, sketch.max);
    for (let at = 0; at < this.#quantiles.length; at += 1) {
      this.#set(held.columns, 3 + at, step, sketch.quantile(this.#quantiles[at] ?? 0));
    }
  };

  found(): { values: FoundValue[]; more: number } {
    const ranked = [...this.#byKey]
      .filter(([, { weight }]) => weight > 0 || this.#wish.dimension === "")
      .sort(([, a], [, b]) => b.weight - a.weight);
    const values = ranked
      .slice(0, this.#wish.limit)
      .map(([key, { columns }]) => ({ name: nameOfKey(key), columns }));
    return { values, more: ranked.length - values.length };
  }

  #holdOf(key: string): { weight: number; columns: Float64Array[] } {
    let held = this.#byKey.get(key);
    if (held === undefined) {
      const columns = Array.from({ length: this.#width }, () =>
        new Float64Array(this.#steps).fill(Number.NaN),
      );
      held = { weight: 0, columns };
      this.#byKey.set(key, held);
    }
    return held;
  }

  #set(columns: readonly Float64Array[], column: number, step: number, figure: number): void {
    const into = columns[column];
    if (into !== undefined && step >= 0 && step < this.#steps) into[step] = figure;
  }
}

/** Every piece of a part in a window, each moment of each start in one piece alone. */
function piecesOf(
  statements: Statements,
  query: RollupsWindow,
  { dimension, part }: Pick<RollupWish, "dimension" | "part">,
): Piece[] {
  const { from, to, stepMinutes, boot, tails } = query;
  const tail = tails.find((one) => one.dimension === dimension);
  const hoursTo = stepMinutes % minutesPerHour === 0 ? hoursByBoot(statements) : null;
  const pieces: Piece[] = [];
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
): Generator<Piece & { readonly boot: number }> {
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

export interface BreakdownQuery {
  /** Epoch minutes: the first, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly dimension: Dimension;
  readonly sketches: readonly SketchMetric[];
  readonly boot: number;
  readonly tails: readonly Tail[];
}

/** What one value of a dimension came to over a window. */
export interface FoundBreakdown {
  readonly value: string;
  readonly counters: Readonly<Record<CounterMetric, number>>;
  /** p50, p95, p99 and mean. */
  readonly sketches: Readonly<Partial<Record<SketchMetric, FoundSketch>>>;
}

export interface FoundSketch {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface BreakdownFound {
  readonly values: readonly FoundBreakdown[];
}

const breakdownQuantiles = [0.5, 0.95, 0.99];
const maxValues = 200;

/** Every value of a dimension over a whole window, which is one step of it. */
export function readBreakdown(statements: Statements, query: BreakdownQuery): BreakdownFound {
  const { from, to, dimension, sketches } = query;
  const wish = { dimension, limit: maxValues };
  // A long window is read from hours, and begins and ends with whole ones.
  const isLong = to - from > 2 * 24 * minutesPerHour;
  const whole = isLong ? minutesPerHour : 1;
  const start = Math.floor(from / whole) * whole;
  const stepMinutes = Math.max(1, Math.ceil((to - start) / whole) * whole);
  const window = { ...query, from: start, to: start + stepMinutes, stepMinutes };
  const counted = readWish(statements, window, { ...wish, part: "counters" }, 1);
  const measured = sketches.map((part) =>
    readWish(statements, window, { ...wish, part, quantiles: breakdownQuantiles }, 1),
  );
  const sketchesOf = (name: string) =>
    sketches.flatMap((metric, at) => {
      const columns = measured[at]?.values.find((one) => one.name === name)?.columns;
      const [p50, p95, p99] = (columns ?? []).slice(3).map((column) => column[0] ?? Number.NaN);
      if (p50 === undefined || p95 === undefined || p99 === undefined) return [];
      return [[metric, { p50, p95, p99 }] as const];
    });
  return {
    values: counted.values.map(({ name, columns }) => ({
      value: name,
      // In the order of COUNTERS, all of which were asked for.
      counters: Object.fromEntries(
        COUNTERS.map((counter, at) => [counter, columns[at]?.[0] ?? 0]),
      ) as Record<CounterMetric, number>,
      sketches: Object.fromEntries(sketchesOf(name)),
    })),
  };
}
