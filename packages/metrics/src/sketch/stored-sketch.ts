import { countIn, type BandRange } from "./bands.ts";
import { ByteReader } from "./byte-reader.ts";
import { valueAt } from "./rank.ts";
import { SketchBytes } from "./sketch-bytes.ts";

/**
 * The figures of a serialised sketch, read where it stands in a larger buffer: several times cheaper than a
 * QuantileSketch where nothing is to be merged. One serves one sketch after another and makes nothing.
 */
export class StoredSketch {
  readonly #reader = new ByteReader();
  readonly #read = new SketchBytes();

  /**
   * From now on this one: what `QuantileSketch.toBytes` wrote, in `[from, end)` of a view.
   *
   * @throws MetricsError `SKETCH_BYTES_INVALID` on anything else
   */
  open(view: DataView, from: number, end: number): this {
    this.#read.read(this.#reader.open(view, from, end));
    return this;
  }

  /** Observations, zeros included. */
  get count(): number {
    return this.#read.count;
  }

  /** Arithmetic mean, exact; NaN while there is no observation. */
  get mean(): number {
    return this.#read.count === 0 ? Number.NaN : this.#read.sum / this.#read.count;
  }

  /** Largest observation, exact; NaN while there is none. */
  get max(): number {
    return this.#read.count === 0 ? Number.NaN : this.#read.max;
  }

  /** As `QuantileSketch.quantile` has it. */
  quantile(q: number): number {
    return valueAt(q, this.#read, this);
  }

  /** As `QuantileSketch.bands` has it. */
  bands({ first, count }: BandRange): Float64Array {
    const { cells, amounts, used, zeros } = this.#read;
    const counts = new Float64Array(count);
    for (let at = 0; at < used; at++) countIn(counts, cells[at] ?? 0, first, amounts[at] ?? 0);
    if (zeros > 0) counts[0] = (counts[0] ?? 0) + zeros;
    return counts;
  }

  /** As RankedCells has it. */
  cellAtRank(rank: number): number {
    const { cells, amounts, used } = this.#read;
    let below = 0;
    for (let at = 0; at < used; at++) {
      below += amounts[at] ?? 0;
      if (below >= rank) return cells[at] ?? -1;
    }
    return -1;
  }
}
