/** Who waits for something to change: told each time, all at once. */
export class Waiters {
  readonly #told = new Set<() => void>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#told.size;
  }

  get isFull(): boolean {
    return this.#told.size >= this.#max;
  }

  notify(): void {
    for (const tell of this.#told) tell();
  }

  /**
   * Resolves after so many milliseconds, when told, or when the signal aborts. Those who are told
   * together go on apart: each draws its own wait from `spreadMs`.
   */
  wait(ms: number, options: { signal: AbortSignal; spreadMs: () => number }): Promise<void> {
    const { signal, spreadMs } = options;
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = (): void => {
      clearTimeout(timer);
      this.#told.delete(tell);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const tell = (): void => {
      clearTimeout(timer);
      timer = setTimeout(end, spreadMs());
    };
    let timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
    this.#told.add(tell);
    if (signal.aborted) end();
    return promise;
  }
}
