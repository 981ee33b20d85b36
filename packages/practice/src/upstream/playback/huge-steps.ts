import { gzipSync } from "node:zlib";
import type { Encoder } from "../wires/wire.ts";
import type { Data, Steps } from "./steps.ts";

const BLOCK_BYTES = 64 * 1024;
const LINE_BYTES = 10_000_000;
const UNPACKED_BYTES = 100_000_000;
const BOMB_BLOCK_BYTES = 1024 * 1024;
const MARK = "HUGE";

/** One event whose text is this long; in blocks, so that our own memory stays flat. */
export function* hugeLine(encoder: Encoder, bytes = LINE_BYTES): Generator<Data, void> {
  const [before = "", after = ""] = encoder.aside(MARK).split(MARK);
  yield before;
  yield* filler("x", bytes);
  yield after;
}

/** White space, which JSON allows between any two tokens. */
export function hugeBody(bytes = LINE_BYTES): Generator<Data, void> {
  return filler(" ", bytes);
}

/** Gzip members of spaces, joined as RFC 1952 allows. */
export function* gzipBomb(bytes = UNPACKED_BYTES): Steps {
  const data = gzipSync(Buffer.alloc(BOMB_BLOCK_BYTES, " "));
  for (let unpacked = 0; unpacked < bytes; unpacked += BOMB_BLOCK_BYTES) {
    yield { delayMs: 0, data: () => data, tokens: 0, last: false };
  }
  return "end";
}

function* filler(character: string, bytes: number): Generator<Data, void> {
  const block = Buffer.alloc(Math.min(BLOCK_BYTES, bytes), character);
  for (let left = bytes; left > 0; left -= block.length) {
    yield left < block.length ? block.subarray(0, left) : block;
  }
}
