import { RecentMean } from "./recent-mean.ts";

/**
 * A bounded number of slots, and the line of those who wait for one. Freed slots go to the owners of
 * the waiting in turn, and among one owner's to the first: who has many waiting takes nobody's turn.
 */
export class SlotPool<T> {
  /** How long its requests took lately. */
  readonly took = new RecentMean();
  readonly #limit: () => number;
  readonly #ownerOf: (item: T) => string;
  /** By owner, the one whose turn is next first. */
  readonly #lines = new Map<string, Set<T>>();
  #used = 0;
  #waiting = 0;

  constructor(limit: () => number, ownerOf: (item: T) => string) {
    this.#limit = limit;
    this.#ownerOf = ownerOf;
  }

  get used(): number {
    return this.#used;
  }

  /** How many are in line. */
  get waiting(): number {
    return this.#waiting;
  }

  isWaiting(item: T): boolean {
    return this.#lines.get(this.#ownerOf(item))?.has(item) ?? false;
  }

  /** Takes a slot, or gets in line for one and answers false. */
  take(item: T): boolean {
    if (this.#used < this.#limit() && this.#waiting === 0) {
      this.#used += 1;
      return true;
    }
    const owner = this.#ownerOf(item);
    const line = this.#lines.get(owner);
    if (line === undefined) this.#lines.set(owner, new Set([item]));
    else line.add(item);
    this.#waiting += 1;
    return false;
  }

  /** Gives a slot back. */
  release(): void {
    this.#used -= 1;
  }

  /** Whose turn it is: the slot is theirs at once. Undefined where none is free, or nobody waits. */
  next(): T | undefined {
    if (this.#used >= this.#limit()) return undefined;
    const next = this.#first();
    if (next !== undefined) this.#used += 1;
    return next;
  }

  withdraw(item: T): void {
    const owner = this.#ownerOf(item);
    const line = this.#lines.get(owner);
    if (line === undefined || !line.delete(item)) return;
    this.#waiting -= 1;
    if (line.size === 0) this.#lines.delete(owner);
  }

  #first(): T | undefined {
    for (const [owner, line] of this.#lines) {
      // Its next turn comes after everybody else's.
      this.#lines.delete(owner);
      const [first] = line;
      if (first === undefined) continue;
      line.delete(first);
      this.#waiting -= 1;
      if (line.size > 0) this.#lines.set(owner, line);
      return first;
    }
    return undefined;
  }
}
