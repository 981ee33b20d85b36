import { scrub } from "./scrub.ts";

export interface ScrubberOptions {
  /** What the address says. */
  readonly current: () => { readonly at: number | undefined; readonly windowMs: number };
  /** Puts a moment into the address; undefined for live. */
  readonly go: (at: number | undefined) => void;
  readonly now: () => number;
  readonly after: (ms: number, callback: () => void) => void;
}

/** The address changes no more often than this while a key is held: browsers allow about three times a second. */
const scrubEveryMs = 300;

/** Adds up steps while a key is held, and goes where they lead: at once, and then every so often. */
export class Scrubber {
  readonly #options: ScrubberOptions;
  /** Where the steps led so far, and whether the address says so; null while no key is held. */
  #ahead: { readonly at: number | undefined; readonly isTold: boolean } | null = null;

  constructor(options: ScrubberOptions) {
    this.#options = options;
  }

  step(steps: number): void {
    const { current, now } = this.#options;
    const { at, windowMs } = current();
    const from = this.#ahead === null ? at : this.#ahead.at;
    const isFirst = this.#ahead === null;
    this.#ahead = { at: scrub(from, windowMs, steps, now()), isTold: false };
    if (isFirst) this.#tell();
  }

  #tell(): void {
    if (this.#ahead === null || this.#ahead.isTold) {
      this.#ahead = null;
      return;
    }
    this.#ahead = { at: this.#ahead.at, isTold: true };
    this.#options.go(this.#ahead.at);
    this.#options.after(scrubEveryMs, () => this.#tell());
  }
}
