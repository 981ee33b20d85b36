import type { BandRange } from "./bands.ts";
import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { CellWindow, MAX_CELL_COUNT } from "./cell-window.ts";
import { NO_CELL, TINY_CELL } from "./mapped-column.ts";
import type { MappedColumn } from "./mapped-column.ts";
import { cellOf, HIGHEST, LOWEST } from "./mapping.ts";
import { valueAt } from "./rank.ts";
import { SKETCH_VERSION, SketchBytes } from "./sketch-bytes.ts";

// Read on the hot path: an imported constant costs a lookup each time.
const FROM = LOWEST;
const BELOW = HIGHEST;

/** Nothing stays in it between calls. */
const reader = new ByteReader();
const bytes = new SketchBytes();

/**
 * Quantiles of a stream of numbers ≥ 0 in bounded memory, mergeable and serialisable.
 *
 * Any quantile is within 1 % of an observed value of that rank (RELATIVE_ERROR, see `mapping.ts`,
 * after DDSketch: Masson, Rim, Lee, VLDB 2019) for values from 2^-20 (1e-6) to 2^44 (1.8e13), and
 * zero is exact. Positive values outside count in the outermost cell and in `clamped`; count, sum,
 * min and max are exact for all of them, and no quantile leaves [min, max]. Negative numbers, NaN
 * and infinities are not observed but counted in `rejected`.
 *
 * Size: 288 B per octave touched (typically 3 to 8 of them), 18 KiB at most, whatever the number of
 * observations. Observing allocates nothing once the octave is there. Merging is exact: the merge
 * of two sketches is the sketch of both streams.
 */
export class QuantileSketch {
  readonly #cells = new CellWindow();
  #count = 0;
  #zeros = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;
  #clamped = 0;
  #rejected = 0;

  /** Observations so far, zeros included. */
  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  /** Smallest observation, exact; NaN while there is none. */
  get min(): number {
    return this.#count === 0 ? Number.NaN : this.#min;
  }

  /** Largest observation, exact; NaN while there is none. */
  get max(): number {
    return this.#count === 0 ? Number.NaN : this.#max;
  }

  /** Arithmetic mean, exact; NaN while there is no observation. */
  get mean(): number {
    return this.#count === 0 ? Number.NaN : this.#sum / this.#count;
  }

  get zeros(): number {
    return this.#zeros;
  }

  /** Observations outside the range in which the error is bounded. */
  get clamped(): number {
    return this.#clamped;
  }

  /** Values that were not observed: negative, NaN, infinite, or with a useless `n`. */
  get rejected(): number {
    return this.#rejected;
  }

  /** Observes `value` `n` times: a whole number from 1 to 2^52, once unless given. */
  observe(value: number, n?: number): void {
    if (n !== undefined || !(value >= FROM && value < BELOW)) {
      this.#observeRare(value, n ?? 1);
      return;
    }
    this.#count += 1;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    this.#cells.add(cellOf(value), 1);
  }

  /** Observes the given rows of a column whose cells are known; see MappedColumn. */
  observeRows(column: MappedColumn, rows: Uint16Array, count: number): void {
    const { values, cells } = column;
    const left = this.#cells.addRows(cells, rows, count);
    let sum = 0;
    let min = this.#min;
    let max = this.#max;
    for (let at = 0; at < count; at++) {
      const row = rows[at] ?? 0;
      if (left > 0 && (cells[row] ?? NO_CELL) < 0) continue;
      const value = values[row] ?? 0;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.#count += count - left;
    this.#sum += sum;
    this.#min = min;
    this.#max = max;
    if (left > 0) this.#observeTiny(column, rows, count);
  }

  /**
   * The smallest value such that at least the share `q` (0 … 1, clamped) of the observations is at
   * or below it: rank ⌈q · count⌉. NaN while there is no observation or where `q` is NaN.
   */
  quantile(q: number): number {
    const sums = {
      count: this.#count,
      zeros: this.#zeros,
      min: this.#min,
      max: this.#max,
    };
    return valueAt(q, sums, this.#cells);
  }

  /**
   * How many observations each of consecutive bands has, from the band `first` on: see `bands.ts`. The
   * outermost two have what lies before and beyond them too, zeros among it.
   */
  bands({ first, count }: BandRange): Float64Array {
    const counts = new Float64Array(count);
    this.#cells.addBands(counts, first);
    if (this.#zeros > 0) counts[0] = (counts[0] ?? 0) + this.#zeros;
    return counts;
  }

  /** Adds another sketch's observations to this one; the other stays as it is. */
  merge(other: QuantileSketch): void {
    this.#cells.merge(other.#cells);
    this.#count += other.#count;
    this.#zeros += other.#zeros;
    this.#sum += other.#sum;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
    this.#clamped += other.#clamped;
    this.#rejected += other.#rejected;
  }

  /** Forgets everything and keeps the memory. */
  clear(): void {
    this.#cells.clear();
    this.#count = 0;
    this.#zeros = 0;
    this.#sum = 0;
    this.#min = Infinity;
    this.#max = -Infinity;
    this.#clamped = 0;
    this.#rejected = 0;
  }

  /**
   * A compact form, about 28 B and 1 to 2 B per cell used: version, zeros and clamped as varints,
   * then, unless empty, sum, min and max as float64 and the cells. `rejected` is not kept.
   */
  toBytes(): Uint8Array {
    const writer = new ByteWriter();
    this.writeTo(writer);
    return writer.toBytes();
  }

  /**
   * Reads what `toBytes` wrote.
   *
   * @throws MetricsError `SKETCH_BYTES_INVALID` on anything else
   */
  static fromBytes(bytes: Uint8Array): QuantileSketch {
    const sketch = new QuantileSketch();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    sketch.addFrom(new ByteReader().open(view, 0, bytes.byteLength));
    return sketch;
  }

  /**
   * Merges what `toBytes` wrote, where it stands in a larger buffer, and makes nothing on the way.
   *
   * @throws MetricsError `SKETCH_BYTES_INVALID`; this sketch is then of no more use
   */
  mergeBytes(view: DataView, from: number, end: number): void {
    this.addFrom(reader.open(view, from, end));
  }

  #observeTiny({ values, cells }: MappedColumn, rows: Uint16Array, count: number): void {
    for (let at = 0; at < count; at++) {
      const row = rows[at] ?? 0;
      if (cells[row] === TINY_CELL) this.#observeRare(values[row] ?? 0, 1);
    }
  }

  #observeRare(value: number, n: number): void {
    if (!(value >= 0 && value < Infinity && n >= 1 && n <= MAX_CELL_COUNT)) {
      this.#rejected += 1;
      return;
    }
    const times = Math.floor(n);
    this.#count += times;
    this.#sum += value * times;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    if (value === 0) {
      this.#zeros += times;
      return;
    }
    if (value < LOWEST || value >= HIGHEST) this.#clamped += times;
    this.#cells.add(cellOf(value), times);
  }

  /** `toBytes` into a buffer that is reused. */
  writeTo(writer: ByteWriter): void {
    writer.varint(SKETCH_VERSION);
    writer.varint(this.#zeros);
    writer.varint(this.#clamped);
    if (this.#count === 0) return;
    writer.float64(this.#sum);
    writer.float64(this.#min);
    writer.float64(this.#max);
    this.#cells.writeTo(writer);
  }

  /**
   * Merges a serialised sketch, up to the reader's end.
   *
   * @throws MetricsError `SKETCH_BYTES_INVALID`; this sketch is then of no more use
   */
  addFrom(reader: ByteReader): void {
    const { count, zeros, clamped, sum, min, max, cells, amounts, used } = bytes.read(reader);
    this.#cells.addCells(cells, amounts, used);
    this.#count += count;
    this.#zeros += zeros;
    this.#clamped += clamped;
    this.#sum += sum;
    this.#min = Math.min(this.#min, min);
    this.#max = Math.max(this.#max, max);
  }
}
