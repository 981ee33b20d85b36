const windowMs = 1_000;

/** Counts what comes in a second. */
export class FloodGate {
  readonly #maxBytes: number;
  readonly #mono: () => number;
  #windowFrom = Number.NEGATIVE_INFINITY;
  #bytes = 0;

  constructor(maxBytes: number, mono: () => number) {
    this.#maxBytes = maxBytes;
    this.#mono = mono;
  }

  /** False once more came within a second than may. */
  takes(bytes: number): boolean {
    const now = this.#mono();
    if (now - this.#windowFrom >= windowMs) {
      this.#windowFrom = now;
      this.#bytes = 0;
    }
    this.#bytes += bytes;
    return this.#bytes <= this.#maxBytes;
  }
}
