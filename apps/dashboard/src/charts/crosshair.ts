/** The time that is pointed at, on whichever chart: all charts of a page show it. */
export class Crosshair {
  #at: number | null = null;
  #by: unknown = null;
  readonly #listeners = new Set<() => void>();

  readonly get = (): number | null => this.#at;

  /** Whether it is the one that points there. */
  isOf(one: unknown): boolean {
    return this.#by === one;
  }

  /** The pointer is there, on the chart that says so. */
  point(at: number | null, by: unknown): void {
    if (at === this.#at && (at === null || by === this.#by)) return;
    this.#at = at;
    this.#by = at === null ? null : by;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** There is one pointer. */
export const crosshair = new Crosshair();
