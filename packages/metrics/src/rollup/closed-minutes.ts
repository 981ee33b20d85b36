import { DIMENSIONS } from "../dimensions/dimension.ts";
import type { Dimension } from "../dimensions/dimension.ts";
import { Bucket } from "./bucket.ts";
import { ALL_SKETCHES } from "./bucket-codec.ts";
import type { GaugeSpan } from "./gauge-series.ts";
import { LEVELS, MINUTE } from "./level.ts";
import { COUNTERS, SKETCHES } from "./metric.ts";
import type { CounterMetric, SketchMetric } from "./metric.ts";
import type { Rollup } from "./rollup.ts";
import type { Series } from "./series.ts";

export interface GaugeSummary {
  readonly mean: number;
  readonly max: number;
  readonly last: number;
}

/** One minute of one series, as history keeps it. */
export interface ClosedMinute {
  /** Epoch minutes: ⌊epoch ms / 60,000⌋. */
  readonly minute: number;
  /** Null for everything together, whose value is "". */
  readonly dimension: Dimension | null;
  readonly value: string;
  /** Those above zero. */
  readonly counters: Readonly<Partial<Record<CounterMetric, number>>>;
  /** Those with observations, as QuantileSketch.toBytes(). */
  readonly sketches: Readonly<Partial<Record<SketchMetric, Uint8Array>>>;
  /** With everything together alone. */
  readonly gauges: Readonly<Record<string, GaugeSummary>>;
}

/** Which minutes, and of which dimension. */
export interface MinutesQuery {
  /** Epoch minutes, the first and the last; none older than a day. */
  readonly from: number;
  /** The minute that is open may be the last: what it has so far is given then. */
  readonly to: number;
  /** Of these alone; null for everything together. All unless given. */
  readonly dimensions?: readonly (Dimension | null)[] | undefined;
}

const everything: readonly (Dimension | null)[] = [null, ...DIMENSIONS];

/**
 * The minutes that are over, oldest first, after the one given (epoch minutes) and no older than a
 * day. Everything together is there for each minute in which the collector ran, even an idle one;
 * other series where they have data. A minute to which the clock went back is not given again.
 */
export function* closedMinutes(rollup: Rollup, sinceMinute: number): Generator<ClosedMinute> {
  const now = Math.floor(rollup.settled() / 60);
  const from = Number.isFinite(sinceMinute) ? sinceMinute + 1 : 0;
  yield* minutes(rollup, { from, to: now - 1 });
}

/** As closedMinutes, of a choice, and with the minute that is open where it is asked for. */
export function* minutes(rollup: Rollup, query: MinutesQuery): Generator<ClosedMinute> {
  const now = Math.floor(rollup.settled() / 60);
  const first = Math.max(now - LEVELS[MINUTE].buckets + 1, query.from);
  const last = Math.min(now, query.to);
  for (let minute = Math.ceil(first); minute <= last; minute++) {
    for (const dimension of query.dimensions ?? everything) {
      yield* dimension === null ? whole(rollup, minute) : valuesOf(rollup, dimension, minute);
    }
  }
}

function* whole(rollup: Rollup, minute: number): Generator<ClosedMinute> {
  if (!rollup.timeline.covers(minute * 60, (minute + 1) * 60)) return;
  yield readMinute(rollup, rollup.dimensions.whole, null, minute) ?? idle(rollup, minute);
}

function* valuesOf(rollup: Rollup, dimension: Dimension, minute: number): Generator<ClosedMinute> {
  for (const series of rollup.dimensions[dimension].all()) {
    const found = readMinute(rollup, series, dimension, minute);
    if (found !== undefined) yield found;
  }
}

function readMinute(
  rollup: Rollup,
  series: Series,
  dimension: Dimension | null,
  minute: number,
): ClosedMinute | undefined {
  const bucket = new Bucket();
  if (series.read(MINUTE, minute, ALL_SKETCHES, bucket) !== "data") return undefined;
  const counters: Partial<Record<CounterMetric, number>> = {};
  for (const [at, metric] of COUNTERS.entries()) {
    const count = bucket.counters[at] ?? 0;
    if (count > 0) counters[metric] = count;
  }
  const sketches: Partial<Record<SketchMetric, Uint8Array>> = {};
  for (const [at, metric] of SKETCHES.entries()) {
    const sketch = bucket.filled(at);
    if (sketch !== undefined) sketches[metric] = sketch.toBytes();
  }
  const gauges = dimension === null ? readGauges(rollup, minute) : {};
  return { minute, dimension, value: series.value, counters, sketches, gauges };
}

function idle(rollup: Rollup, minute: number): ClosedMinute {
  const gauges = readGauges(rollup, minute);
  return { minute, dimension: null, value: "", counters: {}, sketches: {}, gauges };
}

function readGauges(rollup: Rollup, minute: number): Record<string, GaugeSummary> {
  const found: [string, GaugeSummary][] = [];
  for (const name of rollup.gauges.names()) {
    const span: GaugeSpan = { count: 0, sum: 0, max: -Infinity, last: 0 };
    rollup.gauges.get(name)?.read(MINUTE, minute, span);
    if (span.count === 0) continue;
    found.push([name, { mean: span.sum / span.count, max: span.max, last: span.last }]);
  }
  return Object.fromEntries(found);
}
