import { longestRising } from "./longest-rising.ts";

export interface SlotsOptions {
  /**
   * Where all rows are others than before, they take over the places in order: as in a list that more comes to than
   * it has room for, whose rows change their words then instead of being made anew. Not for rows with something in
   * them that acts when it has the focus: it would act on another one.
   */
  readonly areHandedOn?: boolean;
}

/**
 * Gives each row of a list the place that it is drawn in. A row keeps its own while it stays where it is among the
 * others; one that went past them gets another, and so is made anew: were it the same element, React would take out
 * and put in again all of those that it went past.
 */
export class Slots {
  readonly #areHandedOn: boolean;
  #slots = new Map<string, string>();
  #made = 0;

  constructor({ areHandedOn = false }: SlotsOptions = {}) {
    this.#areHandedOn = areHandedOn;
  }

  /** One for each key, in their order. */
  of(keys: readonly string[]): readonly string[] {
    const places = new Map([...this.#slots.keys()].map((key, at) => [key, at]));
    const known = keys.map((key) => places.get(key)).filter((at) => at !== undefined);
    const free = this.#areHandedOn && known.length === 0 ? [...this.#slots.values()] : [];
    const inOrder = longestRising(known);
    const next = new Map<string, string>();
    const slots = keys.map((key, at) => {
      const place = places.get(key);
      const own = place !== undefined && inOrder.has(place) ? this.#slots.get(key) : undefined;
      const slot = own ?? free[at] ?? this.#next();
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
