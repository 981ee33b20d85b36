import { isDimension } from "../dimensions/dimension.ts";
import { Bucket } from "./bucket.ts";
import type { GaugeSpan } from "./gauge-series.ts";
import { LEVELS } from "./level.ts";
import type { LevelIndex } from "./level.ts";
import { COUNTER, isCounter, isSketch, SKETCH } from "./metric.ts";
import type { CounterMetric, SketchMetric } from "./metric.ts";
import type { Rollup } from "./rollup.ts";
import { bandsOf, planSeries, quantilesOf } from "./series-query.ts";
import type { SeriesPlan, SeriesPoint, SeriesQuery, SeriesResult } from "./series-query.ts";
import type { Series } from "./series.ts";

/** Answers series queries out of a rollup. */
export class SeriesReader {
  readonly #rollup: Rollup;
  readonly #scratch = new Bucket();

  constructor(rollup: Rollup) {
    this.#rollup = rollup;
  }

  read(query: SeriesQuery): SeriesResult {
    this.#rollup.settled();
    const plan = planSeries(query, this.#rollup.timeline.now);
    const stepMs = plan.stepSeconds * 1000;
    const { metric } = query;
    if (isCounter(metric)) {
      return { kind: "counter", stepMs, points: this.#counters(query, metric, plan) };
    }
    if (isSketch(metric)) {
      return { kind: "sketch", stepMs, points: this.#sketches(query, metric, plan) };
    }
    return { kind: "gauge", stepMs, points: this.#gauges(query, plan) };
  }

  #counters(query: SeriesQuery, metric: CounterMetric, plan: SeriesPlan): SeriesPoint[] {
    const series = this.#series(query);
    return eachStep(plan, (step) => {
      const known = this.#fill(series, plan, step, 0);
      return { value: known ? (this.#scratch.counters[COUNTER[metric]] ?? 0) : null };
    });
  }

  #sketches(query: SeriesQuery, metric: SketchMetric, plan: SeriesPlan): SeriesPoint[] {
    const series = this.#series(query);
    const quantiles = quantilesOf(query);
    const nothing = quantiles.map(() => null);
    const bands = bandsOf(query);
    const noBands = bands === null ? {} : { bands: null };
    return eachStep(plan, (step) => {
      const known = this.#fill(series, plan, step, 1 << SKETCH[metric]);
      const sketch = this.#scratch.filled(SKETCH[metric]);
      if (sketch === undefined) {
        const zero = known ? 0 : null;
        return { value: null, count: zero, sum: zero, max: null, quantiles: nothing, ...noBands };
      }
      const { mean, count, sum, max } = sketch;
      const found = quantiles.map((q) => sketch.quantile(q));
      const counts = bands === null ? {} : { bands: sketch.bands(bands) };
      return { value: mean, count, sum, max, quantiles: found, ...counts };
    });
  }

  #gauges(query: SeriesQuery, plan: SeriesPlan): SeriesPoint[] {
    const gauge = query.dimension === undefined ? this.#rollup.gauges.get(query.metric) : undefined;
    return eachStep(plan, (step) => {
      const span: GaugeSpan = { count: 0, sum: 0, max: -Infinity, last: 0 };
      for (const number of this.#buckets(plan, step)) gauge?.read(plan.level, number, span);
      if (span.count === 0) return { value: null, max: null, last: null };
      return { value: span.sum / span.count, max: span.max, last: span.last };
    });
  }

  /** Null where the value's numbers went to `other`: nothing is known of it then. */
  #series(query: SeriesQuery): Series | "nothing yet" | null {
    const { dimensions } = this.#rollup;
    const found = dimensions.find(query.dimension, query.value);
    if (found !== undefined || !isDimension(query.dimension)) return found ?? null;
    return dimensions[query.dimension].overflowed ? null : "nothing yet";
  }

  /** Gathers a step in the scratch bucket and says whether anything is known of it. */
  #fill(
    series: Series | "nothing yet" | null,
    plan: SeriesPlan,
    step: number,
    wanted: number,
  ): boolean {
    this.#scratch.clear();
    if (series === null) return false;
    let known = false;
    for (const number of this.#buckets(plan, step)) {
      const found =
        series === "nothing yet" ? "none" : series.read(plan.level, number, wanted, this.#scratch);
      if (found === "data" || (found === "none" && this.#covers(plan.level, number))) known = true;
    }
    return known;
  }

  /** The buckets of a step that are kept and not in the future, in the order of time. */
  #buckets(plan: SeriesPlan, step: number): number[] {
    const { seconds, buckets } = LEVELS[plan.level];
    const newest = Math.floor(this.#rollup.timeline.now / 1000 / seconds);
    const first = Math.max(step * plan.perStep, newest - buckets + 1);
    const last = Math.min((step + 1) * plan.perStep - 1, newest);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  }

  #covers(level: LevelIndex, number: number): boolean {
    const { seconds } = LEVELS[level];
    return this.#rollup.timeline.covers(number * seconds, (number + 1) * seconds);
  }
}

function eachStep(
  plan: SeriesPlan,
  point: (step: number) => Omit<SeriesPoint, "t">,
): SeriesPoint[] {
  const points: SeriesPoint[] = [];
  for (let step = plan.first; step <= plan.last; step++) {
    points.push({ t: step * plan.stepSeconds * 1000, ...point(step) });
  }
  return points;
}
