/** Promises that nobody waits for while things go well; at the end somebody does. They never reject. */
export class Owned {
  readonly #promises = new Set<Promise<void>>();

  add(promise: Promise<void>): void {
    this.#promises.add(promise);
    void promise.finally(() => this.#promises.delete(promise));
  }

  async settled(): Promise<void> {
    await Promise.all(this.#promises);
  }
}
