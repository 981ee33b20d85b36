import { StreamReader } from "../stream-reader.ts";
import { StreamTally } from "../stream-tally.ts";
import type { EventReader } from "../wire.ts";

export interface StreamRead {
  readonly tally: StreamTally;
  readonly malformed: string | null;
  /** One byte per character. */
  readonly passed: string;
}

/** Reads the bytes in chunks that end at these places. */
export function readStream(
  events: EventReader,
  bytes: Buffer,
  cuts: readonly number[] = [],
  maxToolCalls: number | null = null,
): StreamRead {
  const tally = new StreamTally({ onFirstToken: () => {}, mono: () => 1, maxToolCalls });
  const reader = new StreamReader(events, tally);
  const passed: Buffer[] = [];
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    passed.push(...reader.push(bytes.subarray(from, end)));
    from = end;
  }
  passed.push(...reader.end());
  const { malformed } = reader;
  return { tally, malformed, passed: Buffer.concat(passed).toString("latin1") };
}
