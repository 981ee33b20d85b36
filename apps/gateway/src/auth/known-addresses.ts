const maxKnown = 10_000;

/**
 * Where each token was used from and was right. It keeps 10,000 pairs; beyond that the one that is
 * known longest is forgotten.
 */
export class KnownAddresses {
  readonly #known = new Set<string>();
  readonly #maxKnown: number;

  constructor(bound: number = maxKnown) {
    this.#maxKnown = bound;
  }

  has(tokenId: string, address: string): boolean {
    return this.#known.has(`${tokenId} ${address}`);
  }

  add(tokenId: string, address: string): void {
    this.#known.add(`${tokenId} ${address}`);
    if (this.#known.size <= this.#maxKnown) return;
    const [oldest] = this.#known;
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
