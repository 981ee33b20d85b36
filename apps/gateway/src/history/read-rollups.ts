import type { CounterMetric, Dimension } from "@signalbox/metrics";
import { FigureColumns } from "./figure-columns.ts";
import {
  counterAccumulator,
  gaugeAccumulator,
  keyOfName,
  MergedRollup,
  sketchAccumulator,
} from "./merged-rollup.ts";
import { readGaps, type StoredGap } from "./read-gaps.ts";
import type { RollupPart } from "./rollup-codec.ts";
import { piecesOf, type RollupPiece, type RollupsWindow } from "./rollup-pieces.ts";
import type { Statements } from "./statements.ts";

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

export interface RollupsQuery extends RollupsWindow {
  readonly wishes: readonly RollupWish[];
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
    bySteps(pieces, stepOf, new MergedRollup(counterAccumulator, only), columns.counters);
  } else if (part === "gauges") {
    bySteps(pieces, stepOf, new MergedRollup(gaugeAccumulator, only), columns.gauge);
  } else {
    bySteps(pieces, stepOf, new MergedRollup(sketchAccumulator, only), columns.sketch);
  }
}

function bySteps<State>(
  pieces: readonly RollupPiece[],
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
