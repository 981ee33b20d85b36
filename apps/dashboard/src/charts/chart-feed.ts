import type { ChartContent } from "./chart-content.ts";

/** Hands a chart what it draws, past React: whoever has it sets it, and the plot hears of it. */
export class ChartFeed {
  #content: ChartContent;
  readonly #listeners = new Set<() => void>();

  constructor(content: ChartContent) {
    this.#content = content;
  }

  readonly get = (): ChartContent => this.#content;

  set(content: ChartContent): void {
    if (content === this.#content) return;
    this.#content = content;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
