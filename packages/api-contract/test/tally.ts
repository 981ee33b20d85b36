/** A list that can be awaited: tests wait for what they expect, never for time to pass. */
export class Tally<T> {
  readonly items: T[] = [];
  readonly #waiters = new Set<() => void>();

  add(item: T): void {
    this.items.push(item);
    for (const wake of this.#waiters) wake();
  }

  /** The items, once there are `count` of them. */
  async atLeast(count: number): Promise<readonly T[]> {
    while (this.items.length < count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiters.add(resolve);
      await promise;
      this.#waiters.delete(resolve);
    }
    return this.items;
  }
}
