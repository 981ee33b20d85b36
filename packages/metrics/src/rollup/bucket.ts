import { QuantileSketch } from "../sketch/quantile-sketch.ts";
import { COUNTERS, SKETCHES } from "./metric.ts";

/** What one series counted in one span of time. Sketches come into being when first needed. */
export class Bucket {
  /** By COUNTER. */
  readonly counters: Float64Array = new Float64Array(COUNTERS.length);
  readonly #sketches: (QuantileSketch | undefined)[] = Array.from({ length: SKETCHES.length });

  count(counter: number, times: number): void {
    this.counters[counter] = (this.counters[counter] ?? 0) + times;
  }

  /** By SKETCH; made if need be. */
  sketch(index: number): QuantileSketch {
    return this.#sketches[index] ?? this.#create(index);
  }

  /** The sketch if it holds anything. */
  filled(index: number): QuantileSketch | undefined {
    const sketch = this.#sketches[index];
    return sketch === undefined || sketch.count === 0 ? undefined : sketch;
  }

  merge(other: Bucket): void {
    this.mergeWanted(other, -1);
  }

  /** Adds another bucket's counters, and of its sketches those whose bits are set in `wanted`. */
  mergeWanted(other: Bucket, wanted: number): void {
    for (let at = 0; at < this.counters.length; at++) this.count(at, other.counters[at] ?? 0);
    for (let at = 0; at < SKETCHES.length; at++) {
      if ((wanted & (1 << at)) === 0) continue;
      const sketch = other.filled(at);
      if (sketch !== undefined) this.sketch(at).merge(sketch);
    }
  }

  clear(): void {
    this.counters.fill(0);
    for (const sketch of this.#sketches) {
      if (sketch !== undefined && sketch.count > 0) sketch.clear();
    }
  }

  #create(index: number): QuantileSketch {
    const sketch = new QuantileSketch();
    this.#sketches[index] = sketch;
    return sketch;
  }
}
