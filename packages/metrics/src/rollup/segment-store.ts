import type { ByteReader } from "../sketch/byte-reader.ts";
import type { ByteWriter } from "../sketch/byte-writer.ts";
import type { Tally } from "../intake/tally.ts";

/**
 * Size of a segment. The largest bucket there can be (seven sketches with every cell filled by
 * eight-byte counts) is 126.4 KiB, so a record always fits one.
 */
export const SEGMENT_BYTES: number = 128 * 1024;

interface Segment {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  used: number;
  /** Second until which something in it is wanted. */
  wantedUntil: number;
}

/**
 * Records of bytes in a row of segments: allocated as they are needed, used again once everything
 * in the oldest has expired, and at the bound taken from the oldest before its time, counted.
 * A record's position stays valid until its segment is taken.
 */
export class SegmentStore {
  readonly #segments = new Map<number, Segment>();
  readonly #maxSegments: number;
  readonly #tally: Tally;
  #first = 0;
  #last = -1;

  constructor(maxSegments: number, tally: Tally) {
    this.#maxSegments = maxSegments;
    this.#tally = tally;
  }

  /** Bytes allocated. */
  get allocated(): number {
    return this.#segments.size * SEGMENT_BYTES;
  }

  /** Stores what the writer holds, wanted until a second, and returns its position. */
  append(writer: ByteWriter, wantedUntil: number, second: number): number {
    const segment = this.#roomFor(writer.length + 3, second);
    const at = segment.used;
    const { length, buffer } = writer;
    segment.view.setUint16(at, length % 65536, true);
    segment.view.setUint8(at + 2, Math.floor(length / 65536));
    for (let index = 0; index < length; index++) segment.bytes[at + 3 + index] = buffer[index] ?? 0;
    segment.used = at + 3 + length;
    if (wantedUntil > segment.wantedUntil) segment.wantedUntil = wantedUntil;
    return this.#last * SEGMENT_BYTES + at;
  }

  /** Points a reader at the record; false where it is gone. */
  open(position: number, reader: ByteReader): boolean {
    const segment = this.#segments.get(Math.floor(position / SEGMENT_BYTES));
    if (segment === undefined) return false;
    const at = position % SEGMENT_BYTES;
    const length = segment.view.getUint16(at, true) + segment.view.getUint8(at + 2) * 65536;
    reader.open(segment.view, at + 3, at + 3 + length);
    return true;
  }

  #roomFor(size: number, second: number): Segment {
    const current = this.#segments.get(this.#last);
    if (current !== undefined && current.used + size <= SEGMENT_BYTES) return current;
    const segment = this.#takeOldest(second) ?? createSegment();
    segment.used = 0;
    segment.wantedUntil = 0;
    this.#last += 1;
    this.#segments.set(this.#last, segment);
    return segment;
  }

  #takeOldest(second: number): Segment | undefined {
    const oldest = this.#segments.get(this.#first);
    if (oldest === undefined) return undefined;
    const expired = oldest.wantedUntil < second;
    if (!expired && this.#segments.size < this.#maxSegments) return undefined;
    if (!expired) this.#tally.segmentsEvicted += 1;
    this.#segments.delete(this.#first);
    this.#first += 1;
    return oldest;
  }
}

function createSegment(): Segment {
  const bytes = new Uint8Array(SEGMENT_BYTES);
  return { bytes, view: new DataView(bytes.buffer), used: 0, wantedUntil: 0 };
}
