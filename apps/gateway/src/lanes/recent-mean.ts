/** What the newest value counts for; the last ten make nine tenths of the mean. */
const weight = 0.2;

/** An exponentially weighted mean of durations, in milliseconds. */
export class RecentMean {
  #ms: number | null = null;

  /** Null where there was none yet. */
  get ms(): number | null {
    return this.#ms;
  }

  add(ms: number): void {
    this.#ms = this.#ms === null ? ms : this.#ms + weight * (ms - this.#ms);
  }
}
