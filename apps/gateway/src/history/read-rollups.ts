import {
  StoredSketch,
  type BandRange,
  type CounterMetric,
  type Dimension,
} from "@signalbox/metrics";
import { FigureColumns } from "./figure-columns.ts";
import {
  counterAccumulator,
  eachValue,
  gaugeAccumulator,
  MergedRollup,
  sketchAccumulator,
  type Accumulator,
} from "./merged-rollup.ts";
import { readGaps, type StoredGap } from "./read-gaps.ts";
import type { FigurePart } from "./rollup-codec.ts";
import { piecesOf, type RollupPiece, type RollupsWindow } from "./rollup-pieces.ts";
import type { Statements } from "./statements.ts";
import { keyOfName, ValueKeys } from "./value-keys.ts";

/** One part of one dimension. */
export interface RollupWish {
  /** Empty for everything together. */
  readonly dimension: Dimension | "";
  readonly part: FigurePart;
  /** Of its values, these alone. */
  readonly values?: readonly string[] | undefined;
  /** Of counters: which. */
  readonly counters?: readonly CounterMetric[] | undefined;
  /** Of sketches. */
  readonly quantiles?: readonly number[] | undefined;
  /** Of sketches: how many observations each of these has. */
  readonly bands?: BandRange | undefined;
  /** Values that come back, those with most in them. */
  readonly limit: number;
}

export interface RollupsQuery extends RollupsWindow {
  readonly wishes: readonly RollupWish[];
}

/** A value's figures: columns of one number a step, NaN where nothing was observed. */
export interface FoundValue {
  readonly name: string;
  /** How much is in it over all steps: those with most in them come first. */
  readonly weight: number;
  /**
   * Counters: those asked for, in their order. Gauges: mean, max, last. Sketches: count, mean, max, then the
   * quantiles, then the bands.
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

const msPerMinute = 60_000;

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

/** The values of one wish, over as many steps. */
export function readWish(
  statements: Statements,
  window: RollupsWindow,
  wish: RollupWish,
  steps: number,
): { values: FoundValue[]; more: number } {
  const { from, stepMinutes } = window;
  const columns = new FigureColumns(wish, steps);
  const stepOf = (minute: number): number => Math.floor((minute - from) / stepMinutes);
  gather(piecesOf(statements, window, wish), wish, stepOf, columns);
  return columns.found();
}

/** Merges the pieces of each step, and hands what came of it on. */
function gather(
  pieces: readonly RollupPiece[],
  { part, values }: RollupWish,
  stepOf: (minute: number) => number,
  columns: FigureColumns,
): void {
  const only = values === undefined ? undefined : new Set(values.map(keyOfName));
  if (part === "counters") {
    bySteps(pieces, stepOf, mergeInto(counterAccumulator, only, columns.counters));
  } else if (part === "gauges") {
    bySteps(pieces, stepOf, mergeInto(gaugeAccumulator, only, columns.gauge));
  } else {
    const merge = mergeInto(sketchAccumulator, only, columns.sketch);
    const stored = new StoredSketch();
    const keys = new ValueKeys();
    bySteps(pieces, stepOf, (step, of) => {
      const [piece, ...more] = of;
      if (piece === undefined || more.length > 0) return merge(step, of);
      eachValue(piece.data, keys, only, (key, _data, view, from, to) => {
        columns.sketch(key, step, stored.open(view, from, to));
      });
    });
  }
}

function mergeInto<State>(
  accumulator: Accumulator<State>,
  only: ReadonlySet<string> | undefined,
  tell: (key: string, step: number, state: State) => void,
): (step: number, pieces: readonly RollupPiece[]) => void {
  const merged = new MergedRollup(accumulator, only);
  return (step, pieces) => {
    for (const { data } of pieces) merged.add(data);
    for (const { key, state } of merged.values()) tell(key, step, state);
    merged.clear();
  };
}

function bySteps(
  pieces: readonly RollupPiece[],
  stepOf: (minute: number) => number,
  tell: (step: number, pieces: readonly RollupPiece[]) => void,
): void {
  let from = 0;
  while (from < pieces.length) {
    const step = stepOf(pieces[from]?.minute ?? 0);
    let to = from + 1;
    while (to < pieces.length && stepOf(pieces[to]?.minute ?? 0) === step) to += 1;
    tell(step, pieces.slice(from, to));
    from = to;
  }
}
