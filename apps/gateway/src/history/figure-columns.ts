import { COUNTERS, type QuantileSketch } from "@signalbox/metrics";
import type { FoundValue, RollupWish } from "./read-rollups.ts";
import { counterIndex, type GaugeSum } from "./rollup-codec.ts";
import { shortened } from "./shortened.ts";
import { nameOfKey } from "./value-keys.ts";

/** Of a sketch in memory, or of one that is read where it is stored. */
export type SketchFigures = Pick<QuantileSketch, "count" | "mean" | "max" | "quantile" | "bands">;

/** The figures of a wish's values while they are gathered. */
export class FigureColumns {
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
        : 3 + (part === "gauges" ? 0 : this.#quantiles.length + (wish.bands?.count ?? 0));
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
    [sum / minutes, max, last].forEach((figure, at) =>
      this.#set(held.columns, at, step, shortened(figure)),
    );
  };

  readonly sketch = (key: string, step: number, sketch: SketchFigures): void => {
    const held = this.#holdOf(key);
    held.weight += sketch.count;
    this.#set(held.columns, 0, step, sketch.count);
    this.#set(held.columns, 1, step, shortened(sketch.mean));
    this.#set(held.columns, 2, step, shortened(sketch.max));
    for (let at = 0; at < this.#quantiles.length; at += 1) {
      const quantile = sketch.quantile(this.#quantiles[at] ?? 0);
      this.#set(held.columns, 3 + at, step, shortened(quantile));
    }
    const { bands } = this.#wish;
    if (bands === undefined) return;
    const first = 3 + this.#quantiles.length;
    for (const [at, count] of sketch.bands(bands).entries()) {
      this.#set(held.columns, first + at, step, count);
    }
  };

  found(): { values: FoundValue[]; more: number } {
    const ranked = Array.from(this.#byKey, ([key, { weight, columns }]) => ({
      name: nameOfKey(key),
      weight,
      columns,
    }))
      .filter(({ weight }) => weight > 0 || this.#wish.dimension === "")
      .sort(mostFirst);
    const values = ranked.slice(0, this.#wish.limit);
    return { values, more: ranked.length - values.length };
  }

  #holdOf(key: string): { weight: number; columns: Float64Array[] } {
    let held = this.#byKey.get(key);
    if (held === undefined) {
      // One piece of memory, which goes to the thread that asked as a whole.
      const figures = new Float64Array(this.#width * this.#steps).fill(Number.NaN);
      const columns = Array.from({ length: this.#width }, (_, at) =>
        figures.subarray(at * this.#steps, (at + 1) * this.#steps),
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

/** Values with most in them first; of those with as much, by their names. */
export function mostFirst(a: FoundValue, b: FoundValue): number {
  return b.weight - a.weight || (a.name < b.name ? -1 : 1);
}
