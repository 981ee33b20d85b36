import type { Tally } from "../intake/tally.ts";
import { name } from "../intake/text.ts";
import type { BucketLog } from "../rollup/bucket-log.ts";
import { Series } from "../rollup/series.ts";
import { OTHER } from "./dimension.ts";

/** The series of one dimension by value. At the bound a new value counts under `other`. */
export class DimensionTable {
  readonly #series = new Map<string, Series>();
  readonly #limit: number;
  readonly #log: BucketLog;
  readonly #tally: Tally;
  #other: Series | undefined;

  constructor(limit: number, log: BucketLog, tally: Tally) {
    this.#limit = limit;
    this.#log = log;
    this.#tally = tally;
  }

  /** Values told apart, `other` not among them. */
  get size(): number {
    return this.#series.size - (this.#other === undefined ? 0 : 1);
  }

  /** Whether a value without a series may have been counted under `other`. */
  get overflowed(): boolean {
    return this.#other !== undefined;
  }

  /** The series to record a value in; undefined where no value is given. */
  resolve(value: unknown): Series | undefined {
    if (typeof value !== "string") return undefined;
    return this.#series.get(value) ?? this.#admit(value);
  }

  /** The series of a value, if there is one. */
  find(value: string): Series | undefined {
    return this.#series.get(value);
  }

  all(): IterableIterator<Series> {
    return this.#series.values();
  }

  #admit(given: string): Series | undefined {
    const value = name(given, this.#tally);
    if (value === undefined) return undefined;
    const known = this.#series.get(value);
    if (known !== undefined) return known;
    if (value === OTHER || this.size >= this.#limit) return this.#overflow();
    return this.#create(value);
  }

  #overflow(): Series {
    this.#tally.seriesOverflow += 1;
    this.#other ??= this.#create(OTHER);
    return this.#other;
  }

  #create(value: string): Series {
    const series = new Series(value, this.#log);
    this.#series.set(value, series);
    return series;
  }
}
