import { MODEL_CALLS_KEPT } from "../ring/model-call-ring.ts";
import { Bucket } from "./bucket.ts";
import { BucketSlots } from "./bucket-log.ts";
import type { BucketLog, Stored } from "./bucket-log.ts";
import { LEVELS } from "./level.ts";
import type { LevelIndex } from "./level.ts";
import { COUNTERS } from "./metric.ts";
import { PendingRows } from "./pending-rows.ts";

/** A bucket being filled; number −1 while it is empty. */
interface Open {
  number: number;
  readonly bucket: Bucket;
}

/**
 * The rollups of one value of one dimension. Only the second that is open is written; when another
 * one comes it is closed, which is to say stored and merged into its ten seconds, and those, when
 * they are over, into their minute. So recording costs one bucket, and a clock that jumps costs
 * three closings at most.
 */
export class Series {
  /** The value it is for, such as a model's name. */
  readonly value: string;
  /** Model calls noted but not taken in yet: see CallBatch. */
  readonly pending: PendingRows = new PendingRows(MODEL_CALLS_KEPT);
  readonly #log: BucketLog;
  readonly #slots: readonly [BucketSlots, BucketSlots, BucketSlots];
  readonly #open: readonly [Open, Open, Open];
  readonly #closedTotals = new Float64Array(COUNTERS.length);
  #second = -1;

  constructor(value: string, log: BucketLog) {
    this.value = value;
    this.#log = log;
    this.#slots = [new BucketSlots(0), new BucketSlots(1), new BucketSlots(2)];
    this.#open = [createOpen(), createOpen(), createOpen()];
  }

  /** The bucket of a second (epoch), to record into at once. */
  at(second: number): Bucket {
    if (second !== this.#second) this.#roll(second);
    return this.#open[0].bucket;
  }

  /** A counter since start. */
  total(counter: number): number {
    return (this.#closedTotals[counter] ?? 0) + (this.#open[0].bucket.counters[counter] ?? 0);
  }

  /** Adds what is known of a bucket, closed or not, to `into`; the sketches as far as wanted. */
  read(level: LevelIndex, number: number, wanted: number, into: Bucket): Stored {
    let found = this.#log.read(this.#slots[level], level, number, wanted, into);
    const { seconds } = LEVELS[level];
    for (let finer = level; finer >= 0; finer--) {
      const open = this.#open[finer];
      const own = LEVELS[finer];
      if (open === undefined || own === undefined || open.number < 0) continue;
      if (Math.floor((open.number * own.seconds) / seconds) !== number) continue;
      into.mergeWanted(open.bucket, wanted);
      found = "data";
    }
    return found;
  }

  #roll(second: number): void {
    this.#close(0);
    this.#open[0].number = second;
    this.#second = second;
  }

  #close(level: LevelIndex): void {
    const open = this.#open[level];
    if (open.number < 0) return;
    if (level === 0) {
      for (let at = 0; at < COUNTERS.length; at++) {
        this.#closedTotals[at] = (this.#closedTotals[at] ?? 0) + (open.bucket.counters[at] ?? 0);
      }
    }
    if (level < 2) this.#mergeUp(level === 0 ? 1 : 2, open, LEVELS[level].seconds);
    this.#log.store(this.#slots[level], level, open.number, open.bucket);
    open.bucket.clear();
    open.number = -1;
  }

  #mergeUp(level: 1 | 2, finer: Open, seconds: number): void {
    const open = this.#open[level];
    const number = Math.floor((finer.number * seconds) / LEVELS[level].seconds);
    if (open.number !== number) this.#close(level);
    open.number = number;
    open.bucket.merge(finer.bucket);
  }
}

function createOpen(): Open {
  return { number: -1, bucket: new Bucket() };
}
