import type { Clock } from "../../clock.ts";
import type { History } from "../../history/index.ts";
import { readLookBack, type LookBack } from "./look-back.ts";

const readEveryMs = 20_000;
/** Whoever comes back after a while is not told what was then. */
const goodForMs = 60_000;

export interface LookBackWatchOptions {
  readonly history: () => Pick<History, "rollups">;
  readonly clock: Clock;
}

/** Hands out what was looked back on last, and reads it anew while somebody asks. Nobody waits for the disk. */
export class LookBackWatch {
  readonly #options: LookBackWatchOptions;
  #last: LookBack | null = null;
  #lastMono = Number.NEGATIVE_INFINITY;
  #readAt = Number.NEGATIVE_INFINITY;
  #isReading = false;

  constructor(options: LookBackWatchOptions) {
    this.#options = options;
  }

  /** Null where it was not read within the last minute. */
  current(): LookBack | null {
    const mono = this.#options.clock.mono();
    if (!this.#isReading && mono - this.#readAt >= readEveryMs) void this.#read(mono);
    return mono - this.#lastMono < goodForMs ? this.#last : null;
  }

  /** Never rejects. A file that can't be read is told by its component. */
  async #read(mono: number): Promise<void> {
    const { history, clock } = this.#options;
    this.#isReading = true;
    this.#readAt = mono;
    try {
      this.#last = await readLookBack(history(), clock.now());
      this.#lastMono = mono;
    } catch {
      // What was read before is good for a while.
    }
    this.#isReading = false;
  }
}
