import { MetricsError } from "../errors.ts";
import type { ByteReader } from "./byte-reader.ts";
import { CELLS } from "./mapping.ts";

/** The version that serialised sketches begin with. */
export const SKETCH_VERSION = 1;

/** A serialised sketch as it was read last: one serves one sketch after another. */
export class SketchBytes {
  count = 0;
  zeros = 0;
  clamped = 0;
  sum = 0;
  min: number = Infinity;
  max: number = -Infinity;
  /** Cells in use, in ascending order, and how many observations each of them has. */
  readonly cells: Int16Array = new Int16Array(CELLS);
  readonly amounts: Float64Array = new Float64Array(CELLS);
  used = 0;

  /**
   * Reads up to the reader's end what `QuantileSketch.toBytes` wrote.
   *
   * @throws MetricsError `SKETCH_BYTES_INVALID` on anything else
   */
  read(reader: ByteReader): this {
    const version = reader.varint();
    if (version !== SKETCH_VERSION) {
      throw new MetricsError("SKETCH_BYTES_INVALID", `version ${version}`);
    }
    this.zeros = reader.varint();
    this.clamped = reader.varint();
    if (reader.done && this.zeros === 0 && this.clamped === 0) {
      this.used = 0;
      this.count = 0;
      this.sum = 0;
      this.min = Infinity;
      this.max = -Infinity;
      return this;
    }
    this.sum = reader.float64();
    this.min = reader.float64();
    this.max = reader.float64();
    this.count = this.zeros + this.#readCells(reader);
    const { count, clamped, sum, min, max } = this;
    if (!(count >= 1 && min >= 0 && min <= max && max < Infinity && sum >= 0 && clamped <= count)) {
      throw new MetricsError("SKETCH_BYTES_INVALID", "count, sum, min and max contradict");
    }
    return this;
  }

  /**
   * A row of varints from cell 0 on: an even one is twice a cell's count, an odd one twice a number of empty
   * cells, plus one.
   */
  #readCells(reader: ByteReader): number {
    const { cells, amounts } = this;
    let used = 0;
    let cell = 0;
    let total = 0;
    while (!reader.done) {
      const token = reader.varint();
      const amount = Math.floor(token / 2);
      if (amount === 0) throw new MetricsError("SKETCH_BYTES_INVALID", "an empty run");
      if (token % 2 === 1) {
        cell += amount;
        continue;
      }
      if (cell >= CELLS) throw new MetricsError("SKETCH_BYTES_INVALID", `cell ${cell}`);
      cells[used] = cell;
      amounts[used] = amount;
      used += 1;
      total += amount;
      cell += 1;
    }
    this.used = used;
    return total;
  }
}
