import type { RefusalRow } from "@signalbox/api-contract";
import type { Accumulator } from "./merged-rollup.ts";
import { Entries, type Rollup } from "./rollup-codec.ts";
import { nameOfKey } from "./value-keys.ts";

/** Refusals by the minute are kept beside the collector's figures, as a dimension with a part of its own. */
export const refused = "refused";

/** Who was turned away, where and why. */
export type RefusalKind = Pick<RefusalRow, "channel" | "client" | "status">;

export interface RefusalSum {
  count: number;
  lastAt: number;
}

const sumSize = 16;

/** The refusals of a span of time, each kind once. Without any it says that somebody counted. */
export function encodeRefusals(rows: Iterable<RefusalRow>): Rollup {
  const entries = new Entries();
  for (const row of rows) entries.add(nameOfRefusal(row), refusalAccumulator.bytes(row));
  return { dimension: refused, part: refused, data: entries.bytes() };
}

export function nameOfRefusal({ channel, client, status }: RefusalKind): string {
  return JSON.stringify([channel, client, status]);
}

export const refusalAccumulator: Accumulator<RefusalSum> = {
  create: () => ({ count: 0, lastAt: 0 }),
  add: (sum, data, _view, from) => {
    sum.count += data.readDoubleLE(from);
    sum.lastAt = Math.max(sum.lastAt, data.readDoubleLE(from + 8));
  },
  clear: (sum) => {
    Object.assign(sum, { count: 0, lastAt: 0 });
  },
  bytes: ({ count, lastAt }) => {
    const bytes = Buffer.alloc(sumSize);
    bytes.writeDoubleLE(count, 0);
    bytes.writeDoubleLE(lastAt, 8);
    return bytes;
  },
};

export function refusalOf(key: string, { count, lastAt }: RefusalSum): RefusalRow {
  // It was written from such a kind.
  const kind = JSON.parse(nameOfKey(key)) as [string, string | null, number];
  const [channel, client, status] = kind;
  return { channel, client, status, count, lastAt };
}

/** The most frequent first. */
export function byCount(rows: Iterable<RefusalRow>): RefusalRow[] {
  return [...rows].sort((a, b) => b.count - a.count || b.lastAt - a.lastAt);
}
