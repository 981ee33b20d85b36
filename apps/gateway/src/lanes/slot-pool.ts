import { RecentMean } from "./recent-mean.ts";

/** Of so many slots, one is kept from each owner: for whoever comes next. */
const keptOneOf = 4;

/** How many of a pool's slots a single owner may hold: three of four, and all of fewer than four. */
export function shareOf(slots: number): number {
  return slots - Math.floor(slots / keptOneOf);
}

/**
 * A bounded number of slots, and the line of those who wait for one. Freed slots go to the owners of
 * the waiting in turn, and among one owner's to the first: who has many waiting takes nobody's turn.
 * No owner holds more than its share, so that one whose requests never end leaves the others some.
 */
export class SlotPool<T> {
  /** How long its requests took lately. */
  readonly took = new RecentMean();
  readonly #limit: () => number;
  readonly #ownerOf: (item: T) => string;
  /** By owner, the one whose turn is next first. */
  readonly #lines = new Map<string, Set<T>>();
  /** How many slots each owner holds. */
  readonly #held = new Map<string, number>();
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
    const owner = this.#ownerOf(item);
    if (this.#used < this.#limit() && this.#mayHaveMore(owner) && !this.#isAnyNext()) {
      this.#give(owner);
      return true;
    }
    const line = this.#lines.get(owner);
    if (line === undefined) this.#lines.set(owner, new Set([item]));
    else line.add(item);
    this.#waiting += 1;
    return false;
  }

  /** Gives a slot back. */
  release(item: T): void {
    const owner = this.#ownerOf(item);
    const left = (this.#held.get(owner) ?? 0) - 1;
    if (left > 0) this.#held.set(owner, left);
    else this.#held.delete(owner);
    this.#used -= 1;
  }

  /** Whose turn it is: the slot is theirs at once. Undefined where none is free, or for nobody who waits. */
  next(): T | undefined {
    if (this.#used >= this.#limit()) return undefined;
    for (const [owner, line] of this.#lines) {
      if (!this.#mayHaveMore(owner)) continue;
      const [first] = line;
      if (first === undefined) continue;
      this.withdraw(first);
      // Its next turn comes after everybody else's.
      if (this.#lines.delete(owner)) this.#lines.set(owner, line);
      this.#give(owner);
      return first;
    }
    return undefined;
  }

  withdraw(item: T): void {
    const owner = this.#ownerOf(item);
    const line = this.#lines.get(owner);
    if (line === undefined || !line.delete(item)) return;
    this.#waiting -= 1;
    if (line.size === 0) this.#lines.delete(owner);
  }

  #give(owner: string): void {
    this.#held.set(owner, (this.#held.get(owner) ?? 0) + 1);
    this.#used += 1;
  }

  #mayHaveMore(owner: string): boolean {
    return (this.#held.get(owner) ?? 0) < shareOf(this.#limit());
  }

  /** Somebody in line could have a free slot. While one is free, most often only who has its share waits. */
  #isAnyNext(): boolean {
    return this.#lines.keys().some((owner) => this.#mayHaveMore(owner));
  }
}
