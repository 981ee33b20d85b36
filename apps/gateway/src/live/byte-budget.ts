/** What is left of a frame's bytes. */
export class ByteBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Counts what is in the frame already. */
  spend(value: unknown): void {
    this.#left -= bytesOf(value);
  }

  /**
   * Fills a list with what is given, up to a share of what is left. The first one is always taken,
   * whatever its size: nothing stands in the way of the rest for good.
   */
  fill<T, W>(
    share: number,
    give: (take: (item: T) => boolean) => void,
    toWire: (item: T) => W,
  ): W[] {
    const filled: W[] = [];
    let room = Math.max(0, this.#left * share);
    give((item) => {
      const wire = toWire(item);
      const bytes = bytesOf(wire) + 1;
      if (filled.length > 0 && bytes > room) return false;
      room -= bytes;
      this.#left -= bytes;
      filled.push(wire);
      return true;
    });
    return filled;
  }
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
