/** How much of a later message's extra delay is believed, so that one slow message does not jolt the axis. */
const settle = 0.05;

/** The gateway's clock as this page can best tell: its own, moved by what messages show. */
export class GatewayClock {
  readonly #now: () => number;
  #offset: number | null = null;
  #frozenAt: number | null = null;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A message built at `at` has just come. The least delayed one is nearest the truth. */
  observe(at: number): void {
    const offset = at - this.#now();
    if (this.#offset === null || offset > this.#offset) this.#offset = offset;
    else this.#offset += (offset - this.#offset) * settle;
  }

  reset(): void {
    this.#offset = null;
  }

  freeze(): void {
    this.#frozenAt = this.now();
  }

  unfreeze(): void {
    this.#frozenAt = null;
  }

  now(): number {
    return this.#frozenAt ?? this.#now() + (this.#offset ?? 0);
  }
}
