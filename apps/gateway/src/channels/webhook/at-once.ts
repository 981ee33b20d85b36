/** Bounds how many messages are in hand before anyone knows who sent them, and one address to half of it. */
export class AtOnce {
  readonly #max: number;
  readonly #byAddress = new Map<string, number>();
  #count = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** What to call when it is over; null where there is no room. */
  enter(address: string): (() => void) | null {
    const own = this.#byAddress.get(address) ?? 0;
    if (this.#count >= this.#max || own >= this.#max / 2) return null;
    this.#count += 1;
    this.#byAddress.set(address, own + 1);
    return () => {
      this.#count -= 1;
      const left = (this.#byAddress.get(address) ?? 0) - 1;
      if (left > 0) this.#byAddress.set(address, left);
      else this.#byAddress.delete(address);
    };
  }
}
