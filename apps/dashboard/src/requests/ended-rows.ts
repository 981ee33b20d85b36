import type { RequestRow } from "@signalbox/api-contract";

/** The part of the live store that is watched. */
export interface RecentStore {
  readonly getState: () => { readonly recent: readonly RequestRow[] };
  readonly subscribe: (listener: () => void) => () => void;
}

/** What ended since the page was opened, at most so many. */
const bound = 2_000;

/**
 * Keeps what ended while the page is open: the live state forgets all but the newest hundred, and history
 * was asked before they ended. Beyond the bound the oldest fall out.
 */
export class EndedRows {
  readonly #store: RecentStore;
  #seen: readonly RequestRow[];
  #rows: readonly RequestRow[];

  constructor(store: RecentStore) {
    this.#store = store;
    this.#seen = store.getState().recent;
    this.#rows = this.#seen;
  }

  /** Newest first; the same list until something ended. */
  get = (): readonly RequestRow[] => {
    const { recent } = this.#store.getState();
    if (recent !== this.#seen) {
      this.#seen = recent;
      const ids = new Set(recent.map((row) => row.id));
      this.#rows = [...recent, ...this.#rows.filter((row) => !ids.has(row.id))].slice(0, bound);
    }
    return this.#rows;
  };

  subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);
}
