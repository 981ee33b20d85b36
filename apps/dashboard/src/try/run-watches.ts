import { RunWatch, type OpenRun } from "./run-watch.ts";

interface Followed {
  readonly watch: RunWatch;
  /** What was asked, where this page asked it. */
  readonly asked: string | null;
}

/** Of one conversation; what was followed longest ago is forgotten first, and read from the disk again. */
const maxFollowed = 30;

/** The runs that this page follows, or followed to their end. */
export class RunWatches {
  readonly #open: OpenRun;
  readonly #followed = new Map<string, Followed>();
  readonly #listeners = new Set<() => void>();
  #begun = 0;

  constructor(open: OpenRun) {
    this.#open = open;
  }

  /** In the order they were begun. */
  get ids(): readonly string[] {
    return [...this.#followed.keys()];
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** How many were ever begun: another one with each of them. */
  readonly count = (): number => this.#begun;

  find(requestId: string): Followed | undefined {
    return this.#followed.get(requestId);
  }

  follow(requestId: string, asked: string | null = null): void {
    const known = this.#followed.get(requestId);
    const watch = known?.watch ?? new RunWatch(requestId, this.#open);
    if (known === undefined) {
      this.#followed.set(requestId, { watch, asked });
      this.#begun += 1;
      for (const listener of this.#listeners) listener();
    }
    watch.start();
    for (const [id, old] of this.#followed) {
      if (this.#followed.size <= maxFollowed) break;
      old.watch.stop();
      this.#followed.delete(id);
    }
  }

  /** Stops listening; what was seen stays. */
  stop(): void {
    for (const { watch } of this.#followed.values()) watch.stop();
  }

  clear(): void {
    this.stop();
    this.#followed.clear();
  }
}
