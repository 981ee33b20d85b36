/** What a message costs whoever reads it, however little of it has come. */
const leastBytes = 4 * 1024;

/** A body that is being read. */
export interface HeldBody {
  /** So many bytes of it are here by now; false where there is no room for them. */
  holds(bytes: number): boolean;
  /** It is over: once. */
  leave(): void;
}

/** Bounds the bytes in hand before anyone knows who sent them, and those of one sender to half of that. */
export class HeldBodies {
  readonly #maxBytes: number;
  readonly #bySender = new Map<string, number>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Null where there is no room for one more. */
  enter(sender: string): HeldBody | null {
    if (!this.#add(sender, leastBytes)) return null;
    let own = leastBytes;
    return {
      holds: (bytes) => {
        const more = Math.max(0, bytes - own);
        if (!this.#add(sender, more)) return false;
        own += more;
        return true;
      },
      leave: () => {
        this.#add(sender, -own);
      },
    };
  }

  #add(sender: string, bytes: number): boolean {
    const own = (this.#bySender.get(sender) ?? 0) + bytes;
    const all = this.#bytes + bytes;
    if (bytes > 0 && (all > this.#maxBytes || own > this.#maxBytes / 2)) return false;
    this.#bytes = all;
    if (own > 0) this.#bySender.set(sender, own);
    else this.#bySender.delete(sender);
    return true;
  }
}
