import type { LiveMessage } from "@signalbox/api-contract";
import type { Tracked } from "@signalbox/api-contract/server";

const keptMs = 60_000;
/** Four a second for 60 s, and those that snapshots pushed out early. */
const maxKept = 400;

interface Kept {
  readonly seq: number;
  readonly at: number;
  readonly frame: Tracked<LiveMessage>;
}

/** The frames of the last 60 s, for those who come back. */
export class FrameRing {
  #kept: Kept[] = [];
  #first = 0;

  push(seq: number, frame: Tracked<LiveMessage>, at: number): void {
    this.#kept.push({ seq, at, frame });
    const isOld = (kept: Kept | undefined): boolean =>
      kept !== undefined && (kept.at < at - keptMs || this.#kept.length - this.#first > maxKept);
    while (isOld(this.#kept[this.#first])) this.#first += 1;
    // Forgotten in bulk: one by one would move the whole array each time.
    if (this.#first > maxKept) {
      this.#kept = this.#kept.slice(this.#first);
      this.#first = 0;
    }
  }

  /** The frames after `seq`, or null where some of them are gone or it was never told. */
  after(seq: number): Tracked<LiveMessage>[] | null {
    const oldest = this.#kept[this.#first];
    const newest = this.#kept.at(-1);
    if (oldest === undefined || newest === undefined) return null;
    if (seq < oldest.seq - 1 || seq > newest.seq) return null;
    return this.#kept.slice(this.#first + (seq - oldest.seq + 1)).map(({ frame }) => frame);
  }

  clear(): void {
    this.#kept = [];
    this.#first = 0;
  }
}
