/** Runs kept apart: every jump of the clock begins one. */
const MAX_RUNS = 64;
/** A difference between wall and monotonic clock that is no jump yet, ms. */
const TOLERANCE_MS = 2000;

interface Run {
  readonly from: number;
  to: number;
}

/**
 * When the collector was running, in wall time: where it was, no data means nothing happened;
 * where it wasn't, nothing is known. A jump of the wall clock against the monotonic one ends a run
 * and begins another. At the bound the oldest run is forgotten.
 */
export class Coverage {
  readonly #runs: Run[];
  #current: Run;
  #mono: number;

  constructor(now: number, mono: number) {
    this.#current = { from: now, to: now };
    this.#runs = [this.#current];
    this.#mono = mono;
  }

  /** Says what time it is. */
  tick(now: number, mono: number): void {
    const jump = now - this.#current.to - (mono - this.#mono);
    this.#mono = mono;
    if (Math.abs(jump) <= TOLERANCE_MS && now >= this.#current.to) {
      this.#current.to = now;
    } else if (Math.abs(jump) > TOLERANCE_MS || now < this.#current.from) {
      this.#begin(now);
    }
  }

  /** Whether the collector ran at any time in [from, to), epoch ms. */
  covers(from: number, to: number): boolean {
    return this.#runs.some((run) => run.from < to && run.to >= from);
  }

  #begin(now: number): void {
    this.#current = { from: now, to: now };
    this.#runs.push(this.#current);
    if (this.#runs.length > MAX_RUNS) this.#runs.shift();
  }
}
