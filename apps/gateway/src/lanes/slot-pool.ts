/** A bounded number of slots, and the line of those who wait for one. */
export class SlotPool<T> {
  readonly #limit: () => number;
  readonly #line = new Set<T>();
  #used = 0;

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  get used(): number {
    return this.#used;
  }

  isWaiting(item: T): boolean {
    return this.#line.has(item);
  }

  /** Takes a slot, or gets in line for one and answers false. */
  take(item: T): boolean {
    if (this.#used < this.#limit() && this.#line.size === 0) {
      this.#used += 1;
      return true;
    }
    this.#line.add(item);
    return false;
  }

  /** Gives a slot back. Where someone waits, the slot is theirs at once and they are returned. */
  release(): T | undefined {
    this.#used -= 1;
    if (this.#used >= this.#limit()) return undefined;
    const next = this.#line.values().next();
    if (next.done === true) return undefined;
    this.#line.delete(next.value);
    this.#used += 1;
    return next.value;
  }

  withdraw(item: T): void {
    this.#line.delete(item);
  }
}
