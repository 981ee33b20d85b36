import type { Clock } from "../../../apps/gateway/src/clock.ts";

/**
 * The time of day passes when it is told to. What is measured and waited for goes by the monotonic clock,
 * which is the machine's own: with that one fast, each deadline would have passed as soon as it was set.
 */
export class SteppedClock implements Clock {
  #passedMs = 0;
  readonly #startedAt: number;

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  get passedMs(): number {
    return this.#passedMs;
  }

  readonly now = (): number => this.#startedAt + this.#passedMs;

  readonly mono = (): number => performance.now();

  pass(ms: number): void {
    this.#passedMs += ms;
  }
}
