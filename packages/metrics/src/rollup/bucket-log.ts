import type { Tally } from "../intake/tally.ts";
import { ByteReader } from "../sketch/byte-reader.ts";
import { ByteWriter } from "../sketch/byte-writer.ts";
import type { Bucket } from "./bucket.ts";
import { ALL_SKETCHES, mergeBucket, writeBucket } from "./bucket-codec.ts";
import { LEVELS } from "./level.ts";
import type { LevelIndex } from "./level.ts";
import { SegmentStore } from "./segment-store.ts";

/** Most segments of 128 KiB per level: 16, 16 and 32 MiB, 64 MiB in all. */
export const MAX_SEGMENTS = [128, 128, 256] as const;

/** What is known of a closed bucket: its data, that it had none, or that its data is gone. */
export type Stored = "data" | "none" | "lost";

/** Where one series' closed buckets of one level are: a slot per bucket number, modulo. */
export class BucketSlots {
  /** Bucket number plus one; 0 where nothing was stored yet. */
  readonly stamps: Uint32Array;
  readonly positions: Float64Array;

  constructor(level: LevelIndex) {
    this.stamps = new Uint32Array(LEVELS[level].buckets);
    this.positions = new Float64Array(LEVELS[level].buckets);
  }
}

/** The closed buckets of all series, as bytes in bounded memory. */
export class BucketLog {
  readonly #stores: readonly [SegmentStore, SegmentStore, SegmentStore];
  readonly #writer = new ByteWriter();
  readonly #reader = new ByteReader();

  constructor(tally: Tally, maxSegments: readonly [number, number, number] = MAX_SEGMENTS) {
    this.#stores = [
      new SegmentStore(maxSegments[0], tally),
      new SegmentStore(maxSegments[1], tally),
      new SegmentStore(maxSegments[2], tally),
    ];
  }

  /** Bytes allocated for closed buckets. */
  get allocated(): number {
    return this.#stores.reduce((sum, store) => sum + store.allocated, 0);
  }

  /**
   * Stores a bucket under its number. Where the clock went back and the number was stored before,
   * the two are merged, in `bucket` too.
   */
  store(slots: BucketSlots, level: LevelIndex, number: number, bucket: Bucket): void {
    const { seconds, buckets } = LEVELS[level];
    const slot = number % buckets;
    if (slots.stamps[slot] === number + 1) this.read(slots, level, number, ALL_SKETCHES, bucket);
    this.#writer.reset();
    writeBucket(bucket, this.#writer);
    const wantedUntil = (number + buckets) * seconds;
    slots.positions[slot] = this.#stores[level].append(
      this.#writer,
      wantedUntil,
      (number + 1) * seconds,
    );
    slots.stamps[slot] = number + 1;
  }

  /** Adds a closed bucket to `into`: its counters, and its sketches as far as wanted. */
  read(
    slots: BucketSlots,
    level: LevelIndex,
    number: number,
    wanted: number,
    into: Bucket,
  ): Stored {
    const slot = number % LEVELS[level].buckets;
    const stamp = slots.stamps[slot] ?? 0;
    if (stamp !== number + 1) return stamp > number + 1 ? "lost" : "none";
    if (!this.#stores[level].open(slots.positions[slot] ?? 0, this.#reader)) return "lost";
    mergeBucket(this.#reader, wanted, into);
    return "data";
  }
}
