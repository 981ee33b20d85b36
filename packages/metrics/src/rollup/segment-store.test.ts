import { expect, test } from "vitest";
import { createTally } from "../intake/tally.ts";
import { ByteReader } from "../sketch/byte-reader.ts";
import { ByteWriter } from "../sketch/byte-writer.ts";
import { SEGMENT_BYTES, SegmentStore } from "./segment-store.ts";

function record(size: number, fill: number): ByteWriter {
  const writer = new ByteWriter();
  for (let at = 0; at < size; at++) writer.uint8(fill);
  return writer;
}

test("records come back as they were, over many segments", () => {
  const store = new SegmentStore(8, createTally());
  const positions = Array.from({ length: 50 }, (_, at) => store.append(record(9000, at), 1e9, 0));
  const reader = new ByteReader();
  for (const [at, position] of positions.entries()) {
    expect(store.open(position, reader)).toBe(true);
    expect(reader.uint8()).toBe(at);
    reader.skip(8999);
    expect(reader.done).toBe(true);
  }
});

test("at the bound the oldest segment goes before its time, counted", () => {
  const tally = createTally();
  const store = new SegmentStore(2, tally);
  const half = SEGMENT_BYTES / 2;
  const positions = [1, 2, 3, 4, 5].map((fill) => store.append(record(half, fill), 1e9, 0));
  const reader = new ByteReader();
  expect(positions.map((position) => store.open(position, reader))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
  expect(tally.segmentsEvicted).toBe(3);
  expect(store.allocated).toBe(2 * SEGMENT_BYTES);
});

test("a segment that expired is used again without counting", () => {
  const tally = createTally();
  const store = new SegmentStore(8, tally);
  for (let second = 0; second < 50; second++) {
    store.append(record(SEGMENT_BYTES / 2, 1), second + 2, second);
  }
  expect(tally.segmentsEvicted).toBe(0);
  expect(store.allocated).toBeLessThanOrEqual(5 * SEGMENT_BYTES);
});
