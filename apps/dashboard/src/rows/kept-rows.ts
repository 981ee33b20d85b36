/** A store with a list in it that is watched. */
export interface ListStore<T> {
  readonly list: () => readonly T[];
  readonly subscribe: (listener: () => void) => () => void;
}

/** As many as are kept. */
const bound = 2_000;

/**
 * Keeps what came while a page is open: the live state forgets all but the newest, and history was asked
 * before they came. Beyond the bound the oldest fall out.
 */
export class KeptRows<T extends { readonly id: string }> {
  readonly #store: ListStore<T>;
  #seen: readonly T[];
  #rows: readonly T[];

  constructor(store: ListStore<T>) {
    this.#store = store;
    this.#seen = store.list();
    this.#rows = this.#seen;
  }

  /** Newest first; the same list until something came. */
  get = (): readonly T[] => {
    const list = this.#store.list();
    if (list !== this.#seen) {
      this.#seen = list;
      const ids = new Set(list.map((row) => row.id));
      this.#rows = [...list, ...this.#rows.filter((row) => !ids.has(row.id))].slice(0, bound);
    }
    return this.#rows;
  };

  subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);
}
