import type { ByteReader } from "../sketch/byte-reader.ts";
import { ByteReader as Reader } from "../sketch/byte-reader.ts";
import type { ByteWriter } from "../sketch/byte-writer.ts";
import type { Bucket } from "./bucket.ts";
import { COUNTER, COUNTERS, SKETCHES } from "./metric.ts";

/** All sketches of a bucket, as the `wanted` bits of `mergeBucket`. */
export const ALL_SKETCHES: number = 2 ** SKETCHES.length - 1;

/**
 * A bucket as bytes: which counters and which sketches are there (bits, as varints), the counters
 * (varints, but costUsd a float64), then each sketch after its 16-bit length, to be skipped by.
 */
export function writeBucket(bucket: Bucket, writer: ByteWriter): void {
  let counters = 0;
  for (let at = 0; at < COUNTERS.length; at++) {
    if ((bucket.counters[at] ?? 0) > 0) counters |= 1 << at;
  }
  let sketches = 0;
  for (let at = 0; at < SKETCHES.length; at++) {
    if (bucket.filled(at) !== undefined) sketches |= 1 << at;
  }
  writer.varint(counters);
  writer.varint(sketches);
  for (let at = 0; at < COUNTERS.length; at++) {
    if ((counters & (1 << at)) === 0) continue;
    if (at === COUNTER.costUsd) writer.float64(bucket.counters[at] ?? 0);
    else writer.varint(bucket.counters[at] ?? 0);
  }
  for (let at = 0; at < SKETCHES.length; at++) {
    const sketch = bucket.filled(at);
    if (sketch === undefined) continue;
    const hole = writer.hole16();
    sketch.writeTo(writer);
    writer.patch16(hole);
  }
}

/** Adds what `writeBucket` wrote to a bucket: all counters, and of the sketches the wanted ones. */
export function mergeBucket(reader: ByteReader, wanted: number, into: Bucket): void {
  const counters = reader.varint();
  const sketches = reader.varint();
  for (let at = 0; at < COUNTERS.length; at++) {
    if ((counters & (1 << at)) === 0) continue;
    into.count(at, at === COUNTER.costUsd ? reader.float64() : reader.varint());
  }
  if ((sketches & wanted) === 0) return;
  for (let at = 0; at < SKETCHES.length; at++) {
    if ((sketches & (1 << at)) === 0) continue;
    const length = reader.uint16();
    if ((wanted & (1 << at)) !== 0) {
      inner.open(reader.view, reader.at, reader.at + length);
      into.sketch(at).addFrom(inner);
    }
    reader.skip(length);
  }
}

/** Reads one sketch inside a bucket; nothing stays in it between calls. */
const inner = new Reader();
