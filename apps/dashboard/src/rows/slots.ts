import { longestRising } from "./longest-rising.ts";

/**
 * Gives each row of a list the place that it is drawn in. A row keeps its own while it stays where it is among the
 * others; one that went past them gets another, and so is made anew: were it the same element, React would take out
 * and put in again all of those that it went past.
 */
export class Slots {
  #slots = new Map<string, string>();
  #made = 0;

  /**
   * One for each key, in their order. Where all rows are others than before, places may be handed on in order: as in a
   * list that more comes to than it has room for, whose rows change their words then instead of being made anew. Not
   * where something in a row may have the focus: it would act on another one.
   */
  of(keys: readonly string[], areHandedOn = false): readonly string[] {
    const places = new Map([...this.#slots.keys()].map((key, at) => [key, at]));
    const known = keys.map((key) => places.get(key)).filter((at) => at !== undefined);
    const free = areHandedOn && known.length === 0 ? [...this.#slots.values()] : [];
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
