const FIRST_SIZE = 256;

/** A growing byte buffer that is reused: `reset()` and write again. Little-endian. */
export class ByteWriter {
  #bytes = new Uint8Array(FIRST_SIZE);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The buffer itself: valid up to `length`, and only until the next write. */
  get buffer(): Uint8Array {
    return this.#bytes;
  }

  reset(): void {
    this.#length = 0;
  }

  uint8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  float64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** LEB128 of a whole number in 0 … 2^53 − 1; what is above is written as that. */
  varint(value: number): void {
    this.#reserve(8);
    let rest = Math.min(value, Number.MAX_SAFE_INTEGER);
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Leaves room for a 16-bit length and returns where it is, for `patch16`. */
  hole16(): number {
    this.#reserve(2);
    this.#length += 2;
    return this.#length - 2;
  }

  /** Fills a hole with the number of bytes written since. */
  patch16(hole: number): void {
    this.#view.setUint16(hole, this.#length - hole - 2, true);
  }

  toBytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const grown = new Uint8Array(this.#bytes.length * 2);
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
