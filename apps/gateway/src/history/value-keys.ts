interface Known {
  readonly key: string;
  readonly bytes: Uint8Array;
}

/**
 * The keys of a dimension's values: their names' bytes as Latin-1, for decoding each as text costs more than
 * the sketches do. The rows of one minute after another name much the same values in much the same order, so
 * a name is compared with the one that is expected, and a string is made of it once.
 */
export class ValueKeys {
  readonly #known: Known[] = [];
  #next = 0;

  /** At a row's beginning. */
  restart(): void {
    this.#next = 0;
  }

  /** The key of the name at `[from, to)`. */
  read(data: Buffer, from: number, to: number): string {
    const known = this.#known;
    for (let tried = 0; tried < known.length; tried += 1) {
      if (this.#next >= known.length) this.#next = 0;
      const one = known[this.#next];
      this.#next += 1;
      if (one !== undefined && isAt(one.bytes, data, from, to)) return one.key;
    }
    const key = data.toString("latin1", from, to);
    known.push({ key, bytes: Uint8Array.from(data.subarray(from, to)) });
    this.#next = known.length;
    return key;
  }
}

/** Backwards: names begin alike more often than they end alike. */
function isAt(bytes: Uint8Array, data: Buffer, from: number, to: number): boolean {
  if (bytes.length !== to - from) return false;
  for (let at = bytes.length - 1; at >= 0; at -= 1) {
    if (bytes[at] !== data[from + at]) return false;
  }
  return true;
}

export function nameOfKey(key: string): string {
  return Buffer.from(key, "latin1").toString("utf8");
}

export function keyOfName(name: string): string {
  return Buffer.from(name, "utf8").toString("latin1");
}
