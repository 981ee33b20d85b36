import type { Clock } from "../collector/clock.ts";
import { Coverage } from "./coverage.ts";

/** The second it is, and when there was somebody to notice. */
export class Timeline {
  /** The time as of the last `second()`, epoch milliseconds, where a float need not be boxed. */
  readonly clock: Float64Array = new Float64Array(1);
  readonly #clock: Clock;
  readonly #coverage: Coverage;
  #second = -1;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.clock[0] = clock.now();
    this.#coverage = new Coverage(this.now, clock.mono());
  }

  /** Epoch milliseconds as of the last `second()`. */
  get now(): number {
    return this.clock[0] ?? 0;
  }

  /** Reads the clock: epoch seconds, whole. */
  second(): number {
    const now = this.#clock.now();
    this.clock[0] = now;
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#coverage.tick(now, this.#clock.mono());
    }
    return second;
  }

  /** Whether the collector ran at any time in [from, to), epoch seconds. */
  covers(from: number, to: number): boolean {
    return this.#coverage.covers(from * 1000, to * 1000);
  }
}
