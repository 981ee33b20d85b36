/** Text kept of one answer for people to read, in bytes. The client's bytes are not touched by it. */
const maxKeptBytes = 64 * 1024;
const firstBytes = 1_024;

/**
 * The text of an answer as it streams, gathered without decoding: pieces of JSON string source in
 * UTF-8. They are copied, so that nothing of what they came in is held; decoded when somebody looks.
 */
export class AnswerText {
  #kept: Buffer = Buffer.alloc(0);
  #length = 0;
  #cut = 0;

  /** `piece` is the inside of a JSON string literal, each character one byte of UTF-8. */
  add(piece: string): void {
    // Once something is left out, so is all after it: what is kept has no holes.
    if (this.#cut > 0 || this.#length + piece.length > maxKeptBytes) {
      this.#cut += piece.length;
      return;
    }
    if (this.#length + piece.length > this.#kept.length) this.#grow(piece.length);
    this.#length += this.#kept.write(piece, this.#length, "latin1");
  }

  /** Adds text that is decoded already. */
  addText(text: string): void {
    const source = JSON.stringify(text).slice(1, -1);
    this.add(Buffer.from(source, "utf8").toString("latin1"));
  }

  #grow(needed: number): void {
    const size = Math.max(firstBytes, this.#kept.length * 2, this.#length + needed);
    const larger = Buffer.allocUnsafe(Math.min(maxKeptBytes, size));
    this.#kept.copy(larger, 0, 0, this.#length);
    this.#kept = larger;
  }

  toString(): string {
    const text = decode(this.#kept.toString("utf8", 0, this.#length));
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
