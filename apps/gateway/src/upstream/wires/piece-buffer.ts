const nothing: Buffer = Buffer.alloc(0);

/**
 * What came so far of something whose end has not come. However small the pieces that it comes in are, each
 * of its bytes is copied a few times at most: room is doubled, and nothing is joined before the end.
 */
export class PieceBuffer {
  #bytes = nothing;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What is there so far. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Copies the piece: the rest of a socket's buffer should not be held for it. */
  add(piece: Buffer): void {
    const length = this.#length + piece.length;
    if (length > this.#bytes.length) {
      const size = this.#length === 0 ? length : Math.max(length, this.#bytes.length * 2);
      const larger = Buffer.allocUnsafe(size);
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    piece.copy(this.#bytes, this.#length);
    this.#length = length;
  }

  /** All that was carried, with `rest` behind it; nothing is left. */
  takeWith(rest: Buffer): Buffer {
    if (this.#length === 0) return rest;
    if (rest.length > 0) this.add(rest);
    const all = this.bytes;
    this.clear();
    return all;
  }

  clear(): void {
    this.#bytes = nothing;
    this.#length = 0;
  }
}
