/**
 * A small seeded generator, so that every run can be played again: sfc32, by Chris Doty-Humphrey
 * (PractRand, public domain), its state filled by splitmix32, the 32-bit form of Steele, Lea and
 * Flood's SplitMix (OOPSLA 2014). Not for secrets.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** The same parts in the same order give the same sequence; other parts an unrelated one. */
  constructor(...parts: readonly number[]) {
    let state = 0x9e3779b9;
    const next = () => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = state ^ (state >>> 16);
      mixed = Math.imul(mixed, 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    };
    for (const part of parts) {
      // Both halves of the number count: a seed may be a timestamp, wider than 32 bits.
      state = next() ^ (part | 0);
      state = next() ^ (Math.floor(part / 2 ** 32) | 0);
    }
    this.#a = next();
    this.#b = next();
    this.#c = next();
    for (let round = 0; round < 12; round += 1) this.uint32();
  }

  /** 0 … 2³² − 1. */
  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** 0 ≤ x < 1. */
  float(): number {
    return this.uint32() / 2 ** 32;
  }

  /** A whole number, 0 ≤ n < limit. */
  below(limit: number): number {
    return Math.floor(this.float() * limit);
  }

  /** True with this probability, 0…1. */
  chance(probability: number): boolean {
    return this.float() < probability;
  }

  /** One of the items; undefined if there are none. */
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.below(items.length)];
  }

  /** The items in another order; the given array stays as it is. */
  shuffled<Item>(items: readonly Item[]): Item[] {
    const keyed = items.map((item) => ({ item, key: this.float() }));
    return keyed.sort((left, right) => left.key - right.key).map(({ item }) => item);
  }

  /** Log-normal with this median; sigma is the standard deviation of the logarithm (Box–Muller). */
  logNormal(median: number, sigma: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.float()));
    return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * this.float()));
  }

  /** Time to the next arrival of a Poisson process with this many arrivals a unit of time. */
  exponential(rate: number): number {
    return -Math.log(1 - this.float()) / rate;
  }
}
