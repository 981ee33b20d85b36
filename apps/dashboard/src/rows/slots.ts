/**
 * Gives each row of a list the place that it is drawn in. Rows keep theirs while any of them stays; where all are
 * others than before, they take over the places in order: as in a list that more comes to than it has room for,
 * whose rows change their words then instead of being made anew.
 */
export class Slots {
  #slots = new Map<string, string>();
  #made = 0;

  /** One for each key, in their order. */
  of(keys: readonly string[]): readonly string[] {
    const free = keys.some((key) => this.#slots.has(key)) ? [] : [...this.#slots.values()];
    const next = new Map<string, string>();
    const slots = keys.map((key, at) => {
      const slot = this.#slots.get(key) ?? free[at] ?? this.#next();
      next.set(key, slot);
      return slot;
    });
    this.#slots = next;
    return slots;
  }

  #next(): string {
    this.#made += 1;
    return `slot-${this.#made}`;
  }
}
