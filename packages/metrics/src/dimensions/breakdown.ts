import { Bucket } from "../rollup/bucket.ts";
import { ALL_SKETCHES } from "../rollup/bucket-codec.ts";
import { COUNTER, COUNTERS, SKETCH } from "../rollup/metric.ts";
import type { CounterMetric, SketchMetric } from "../rollup/metric.ts";
import type { Rollup } from "../rollup/rollup.ts";
import type { Series } from "../rollup/series.ts";
import type { Dimension } from "./dimension.ts";

/** Window of a breakdown unless told otherwise, minutes. */
export const BREAKDOWN_MINUTES = 5;
const MAX_MINUTES = 1430;
/** From here on the window begins at a whole minute: ten seconds are not kept for that long. */
const WHOLE_MINUTES_FROM = 60;

export interface QuantileSummary {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** One value of a dimension over the window; a sketch with no observation is null. */
export type BreakdownRow = { readonly value: string } & Readonly<Record<CounterMetric, number>> &
  Readonly<Record<SketchMetric, QuantileSummary | null>>;

/** Counters since start of one value. */
export type TotalsRow = { readonly value: string } & Readonly<Record<CounterMetric, number>>;

/** Every value of a dimension over the last `minutes`, begun at whole ten seconds. */
export function breakdown(rollup: Rollup, dimension: Dimension, minutes: number): BreakdownRow[] {
  const second = rollup.settled();
  const span = Math.min(
    MAX_MINUTES,
    Math.max(1, Number.isFinite(minutes) ? minutes : BREAKDOWN_MINUTES),
  );
  const unit = span < WHOLE_MINUTES_FROM ? 10 : 60;
  const from = Math.max(0, Math.floor((second - span * 60) / unit) * unit);
  const to = Math.floor(second / 10) * 10 + 10;
  const bucket = new Bucket();
  return Array.from(rollup.dimensions[dimension].all(), (series) => {
    bucket.clear();
    gather(series, from, to, bucket);
    return { value: series.value, ...countersOf(bucket.counters), ...summariesOf(bucket) };
  });
}

/** Every value of a dimension since start. */
export function totals(rollup: Rollup, dimension: Dimension): TotalsRow[] {
  rollup.settled();
  return Array.from(rollup.dimensions[dimension].all(), (series) => ({
    value: series.value,
    ...countersOf(COUNTERS.map((_, at) => series.total(at))),
  }));
}

/** Merges [from, to), epoch seconds by tens, taking whole minutes where they fit. */
function gather(series: Series, from: number, to: number, into: Bucket): void {
  let second = from;
  while (second < to) {
    const whole = second % 60 === 0 && second + 60 <= to;
    const seconds = whole ? 60 : 10;
    series.read(whole ? 2 : 1, second / seconds, ALL_SKETCHES, into);
    second += seconds;
  }
}

function countersOf(counters: ArrayLike<number>): Record<CounterMetric, number> {
  const at = (index: number): number => counters[index] ?? 0;
  return {
    messages: at(COUNTER.messages),
    errors: at(COUNTER.errors),
    requests: at(COUNTER.requests),
    failures: at(COUNTER.failures),
    cancelled: at(COUNTER.cancelled),
    modelCalls: at(COUNTER.modelCalls),
    modelFailures: at(COUNTER.modelFailures),
    inputTokens: at(COUNTER.inputTokens),
    outputTokens: at(COUNTER.outputTokens),
    costUsd: at(COUNTER.costUsd),
    unpriced: at(COUNTER.unpriced),
    toolCalls: at(COUNTER.toolCalls),
    toolFailures: at(COUNTER.toolFailures),
    recovered: at(COUNTER.recovered),
  };
}

function summariesOf(bucket: Bucket): Record<SketchMetric, QuantileSummary | null> {
  const summary = (metric: SketchMetric): QuantileSummary | null => {
    const sketch = bucket.filled(SKETCH[metric]);
    if (sketch === undefined) return null;
    const { count, mean, max } = sketch;
    const [p50, p95, p99] = [sketch.quantile(0.5), sketch.quantile(0.95), sketch.quantile(0.99)];
    return { count, mean, p50, p95, p99, max };
  };
  return {
    latency: summary("latency"),
    ttft: summary("ttft"),
    gap: summary("gap"),
    tokensPerSec: summary("tokensPerSec"),
    requestDuration: summary("requestDuration"),
    queueWait: summary("queueWait"),
    toolDuration: summary("toolDuration"),
  };
}
