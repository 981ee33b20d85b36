import { LEVELS } from "./level.ts";
import type { Level, LevelIndex } from "./level.ts";

/** The samples of a gauge that fell into one span of time. */
export interface GaugeSpan {
  count: number;
  sum: number;
  max: number;
  last: number;
}

/** One level of one gauge, in columns. */
class GaugeColumns {
  readonly #level: Level;
  readonly #stamps: Uint32Array;
  readonly #counts: Uint32Array;
  readonly #sums: Float64Array;
  readonly #maxima: Float64Array;
  readonly #lasts: Float64Array;

  constructor(level: Level) {
    this.#level = level;
    this.#stamps = new Uint32Array(level.buckets);
    this.#counts = new Uint32Array(level.buckets);
    this.#sums = new Float64Array(level.buckets);
    this.#maxima = new Float64Array(level.buckets);
    this.#lasts = new Float64Array(level.buckets);
  }

  record(second: number, value: number): void {
    const number = Math.floor(second / this.#level.seconds);
    const slot = number % this.#level.buckets;
    const fresh = this.#stamps[slot] !== number + 1;
    this.#stamps[slot] = number + 1;
    this.#counts[slot] = fresh ? 1 : (this.#counts[slot] ?? 0) + 1;
    this.#sums[slot] = fresh ? value : (this.#sums[slot] ?? 0) + value;
    this.#maxima[slot] = fresh ? value : Math.max(value, this.#maxima[slot] ?? 0);
    this.#lasts[slot] = value;
  }

  read(number: number, into: GaugeSpan): void {
    const slot = number % this.#level.buckets;
    if (this.#stamps[slot] !== number + 1) return;
    into.count += this.#counts[slot] ?? 0;
    into.sum += this.#sums[slot] ?? 0;
    into.max = Math.max(into.max, this.#maxima[slot] ?? 0);
    into.last = this.#lasts[slot] ?? 0;
  }
}

/** The rollups of one gauge: about 100 KiB, allocated when its first sample comes. */
export class GaugeSeries {
  readonly #columns: readonly GaugeColumns[] = LEVELS.map((level) => new GaugeColumns(level));

  record(second: number, value: number): void {
    for (const columns of this.#columns) columns.record(second, value);
  }

  /** Adds a bucket's samples to a span; buckets are to be read in the order of time. */
  read(level: LevelIndex, number: number, into: GaugeSpan): void {
    this.#columns[level]?.read(number, into);
  }
}
