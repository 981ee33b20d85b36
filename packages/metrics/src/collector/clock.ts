import { isEpochMs } from "../intake/amount.ts";
import type { Tally } from "../intake/tally.ts";

export interface ClockOptions {
  /** Epoch milliseconds, for timestamps; Date.now unless given. */
  readonly now?: (() => number) | undefined;
  /** Milliseconds that never go back, for durations; `now` where that is given, else performance.now. */
  readonly mono?: (() => number) | undefined;
}

/** The injected clocks, made safe: one that throws or returns rubbish repeats its last good time. */
export class Clock {
  readonly #now: () => number;
  readonly #mono: () => number;
  readonly #tally: Tally;
  #lastNow = 0;
  #lastMono = 0;

  constructor(options: ClockOptions, tally: Tally) {
    this.#now = options.now ?? Date.now;
    this.#mono = options.mono ?? options.now ?? (() => performance.now());
    this.#tally = tally;
  }

  /** Epoch milliseconds. */
  now(): number {
    try {
      const time = this.#now();
      if (isEpochMs(time)) this.#lastNow = time;
      else this.#tally.callbackFailures += 1;
    } catch {
      this.#tally.callbackFailures += 1;
    }
    return this.#lastNow;
  }

  /** Milliseconds on a clock of no particular origin. */
  mono(): number {
    try {
      const time = this.#mono();
      if (Number.isFinite(time)) this.#lastMono = time;
      else this.#tally.callbackFailures += 1;
    } catch {
      this.#tally.callbackFailures += 1;
    }
    return this.#lastMono;
  }
}
