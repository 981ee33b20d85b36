import { BANDS } from "../sketch/bands.ts";
import type { BandRange } from "../sketch/bands.ts";
import type { Dimension } from "../dimensions/dimension.ts";
import { LEVELS } from "./level.ts";
import type { LevelIndex } from "./level.ts";
import type { Metric } from "./metric.ts";

/** Most quantiles asked for at once; more are left out. */
export const MAX_QUANTILES = 16;
/** Most points of one answer; the step is widened to stay below. */
export const MAX_POINTS = 1500;
const QUANTILES = [0.5, 0.95, 0.99] as const;
const DEFAULT_WINDOW_MS = 600_000;
const DAY_S = 86_400;

export interface SeriesQuery {
  /** A counter, a sketch, or any gauge by its name. */
  readonly metric: Metric | (string & {});
  /** Everything together unless given. Gauges have no dimensions. */
  readonly dimension?: Dimension | undefined;
  readonly value?: string | undefined;
  /** Epoch ms. The steps that hold `from` and `to` are the first and the last. */
  readonly from: number;
  readonly to: number;
  /** Width of a point; rounded up to a multiple of the resolution, which it is unless given. */
  readonly stepMs?: number | undefined;
  /** For sketches, 0 … 1; p50, p95 and p99 unless given. */
  readonly quantiles?: readonly number[] | undefined;
  /** For sketches: how many observations each of these has comes too. */
  readonly bands?: BandRange | undefined;
}

/** One step. Null is "not known": before the start, after now, or no longer kept. */
export interface SeriesPoint {
  /** Begin of the step, epoch ms, a multiple of stepMs. */
  readonly t: number;
  /** Counter: the sum. Gauge: the mean of its samples. Sketch: the mean. */
  readonly value: number | null;
  /** Sketch: number of observations. */
  readonly count?: number | null;
  /** Sketch: sum of the observations. */
  readonly sum?: number | null;
  /** Gauge and sketch: the largest. */
  readonly max?: number | null;
  /** Gauge: the newest sample. */
  readonly last?: number | null;
  /** Sketch: in the order in which they were asked for; null where there is no observation. */
  readonly quantiles?: readonly (number | null)[];
  /** Sketch, where bands were asked for: observations in each; null where there is none at all. */
  readonly bands?: Float64Array | null;
}

export interface SeriesResult {
  readonly kind: "counter" | "gauge" | "sketch";
  readonly stepMs: number;
  readonly points: readonly SeriesPoint[];
}

/** Which buckets answer a query: steps `first` to `last`, each of `perStep` buckets. */
export interface SeriesPlan {
  readonly level: LevelIndex;
  readonly stepSeconds: number;
  readonly perStep: number;
  readonly first: number;
  readonly last: number;
}

/** Picks the finest resolution that still holds `from`, then the coarsest that gives the same steps. */
export function planSeries(query: SeriesQuery, now: number): SeriesPlan {
  const nowSecond = Math.floor(now / 1000);
  const oldest = nowSecond - DAY_S + 1;
  const to = clamp(Math.floor(finite(query.to, now) / 1000), oldest, nowSecond);
  const wanted = finite(query.from, now - DEFAULT_WINDOW_MS);
  const from = clamp(Math.floor(wanted / 1000), oldest, to);
  const finest = finestHolding(from, nowSecond);
  const stepSeconds = stepFor(query.stepMs, LEVELS[finest].seconds, to - from);
  const level = coarsestDividing(stepSeconds, finest);
  return {
    level,
    stepSeconds,
    perStep: stepSeconds / LEVELS[level].seconds,
    first: Math.floor(from / stepSeconds),
    last: Math.floor(to / stepSeconds),
  };
}

/** The quantiles to answer with: at most 16, each in 0 … 1. */
export function quantilesOf(query: SeriesQuery): readonly number[] {
  const asked: unknown = query.quantiles;
  if (!Array.isArray(asked)) return QUANTILES;
  return asked.slice(0, MAX_QUANTILES).map((q) => clamp(finite(q, 0.5), 0, 1));
}

/** The bands to answer with, those that there are; none unless asked for. */
export function bandsOf({ bands }: SeriesQuery): BandRange | null {
  if (bands === undefined) return null;
  const first = Math.floor(clamp(finite(bands.first, 0), 0, BANDS - 1));
  return { first, count: Math.floor(clamp(finite(bands.count, BANDS), 1, BANDS - first)) };
}

function finestHolding(from: number, now: number): LevelIndex {
  const holds = (level: LevelIndex): boolean => {
    const { seconds, buckets } = LEVELS[level];
    return Math.floor(from / seconds) > Math.floor(now / seconds) - buckets;
  };
  if (holds(0)) return 0;
  return holds(1) ? 1 : 2;
}

function coarsestDividing(stepSeconds: number, finest: LevelIndex): LevelIndex {
  if (stepSeconds % LEVELS[2].seconds === 0) return 2;
  return finest < 1 && stepSeconds % LEVELS[1].seconds === 0 ? 1 : finest;
}

function stepFor(stepMs: number | undefined, resolution: number, windowSeconds: number): number {
  const asked = clamp(finite(stepMs, 0) / 1000, 0, DAY_S);
  const least = Math.max(asked, windowSeconds / (MAX_POINTS - 2));
  return Math.max(1, Math.ceil(least / resolution)) * resolution;
}

function finite(value: unknown, fallback: number): number {
  return typeof value === "number" && Number.isFinite(value) ? value : fallback;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
