/** Text kept of one answer for people to read, in bytes. The client's bytes are not touched by it. */
const maxKeptBytes = 64 * 1024;
const firstBytes = 1_024;
const nothing = Buffer.alloc(0);

/**
 * The text of an answer as it streams, gathered without decoding: pieces of JSON string source in
 * UTF-8. They are copied, so that nothing of what they came in is held; decoded when somebody looks.
 */
export class AnswerText {
  #kept: Buffer = nothing;
  #length = 0;
  #cut = 0;
  /** All of it, once it is whole. */
  #whole: string | null = null;

  /** `piece` is the inside of a JSON string literal, each character one byte of UTF-8. */
  add(piece: string): void {
    if (!this.#hasRoom(piece.length)) return;
    this.#length += this.#kept.write(piece, this.#length, "latin1");
  }

  /** Adds text that is decoded already. */
  addText(text: string): void {
    const source = JSON.stringify(text).slice(1, -1);
    if (!this.#hasRoom(Buffer.byteLength(source))) return;
    this.#length += this.#kept.write(source, this.#length, "utf8");
  }

  /**
   * Nothing more comes. A thousand texts are kept after their end, and a small buffer holds all of the
   * larger one that it was cut from: what is kept is a string of its own.
   */
  close(): void {
    this.#whole = this.#source();
    this.#kept = nothing;
  }

  #hasRoom(bytes: number): boolean {
    // Once something is left out, so is all after it: what is kept has no holes.
    if (this.#whole !== null || this.#cut > 0 || this.#length + bytes > maxKeptBytes) {
      this.#cut += bytes;
      return false;
    }
    if (this.#length + bytes > this.#kept.length) this.#grow(bytes);
    return true;
  }

  #source(): string {
    return this.#whole ?? this.#kept.toString("utf8", 0, this.#length);
  }

  #grow(needed: number): void {
    const size = Math.max(firstBytes, this.#kept.length * 2, this.#length + needed);
    const larger = Buffer.allocUnsafe(Math.min(maxKeptBytes, size));
    this.#kept.copy(larger, 0, 0, this.#length);
    this.#kept = larger;
  }

  toString(): string {
    const text = decode(this.#source());
    return this.#cut === 0 ? text : `${text}\n… ${this.#cut} bytes more were not kept`;
  }
}

function decode(source: string): string {
  try {
    return String(JSON.parse(`"${source}"`));
  } catch {
    return source;
  }
}
