/** From the last thing known before to the first known after, in the gateway's time. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** What is written on it; that there is no data, unless told. */
  readonly label?: string;
}

/** Jumps shorter than this between two states are frames that came late. */
const gapFromMs = 1_000;
/** As many as are remembered, the last ones. */
const mostGaps = 20;

/**
 * Watches the live state for times nobody told of: a gateway that started anew tells nothing of the time
 * before. Within one run of the gateway a snapshot holds the whole minute, so nothing is missing.
 */
export class DataGaps {
  #bootId = "";
  #at = 0;
  #gaps: Gap[] = [];

  observe(state: { bootId: string; at: number; uptimeMs: number }): void {
    const startedAt = state.at - state.uptimeMs;
    if (this.#bootId !== "" && state.bootId !== this.#bootId && startedAt - this.#at > gapFromMs) {
      this.#gaps.push({ from: this.#at, to: startedAt });
    }
    this.#bootId = state.bootId;
    this.#at = state.at;
    this.#gaps = this.#gaps.slice(-mostGaps);
  }

  get gaps(): readonly Gap[] {
    return this.#gaps;
  }
}
