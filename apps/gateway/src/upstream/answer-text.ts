/** Text kept of one answer for people to read, in UTF-16 units. The client's bytes are not touched by it. */
const maxKeptLength = 64 * 1024;

/**
 * The text of an answer as it streams, gathered without decoding: pieces of JSON string source, as
 * latin1 of UTF-8 bytes. It is decoded when somebody looks.
 */
export class AnswerText {
  readonly #pieces: string[] = [];
  #length = 0;
  #cut = 0;

  /** `piece` is the inside of a JSON string literal, each character one byte of UTF-8. */
  add(piece: string): void {
    // Once something is left out, so is all after it: what is kept has no holes.
    if (this.#cut > 0 || this.#length + piece.length > maxKeptLength) {
      this.#cut += piece.length;
      return;
    }
    this.#length += piece.length;
    this.#pieces.push(piece);
  }

  /** Adds text that is decoded already. */
  addText(text: string): void {
    const source = JSON.stringify(text).slice(1, -1);
    this.add(Buffer.from(source, "utf8").toString("latin1"));
  }

  toString(): string {
    const text = decode(this.#pieces.join(""));
    return this.#cut === 0 ? text : `${text}\n… ${this.#cut} bytes more were not kept`;
  }
}

function decode(source: string): string {
  const utf8 = Buffer.from(source, "latin1").toString("utf8");
  try {
    return String(JSON.parse(`"${utf8}"`));
  } catch {
    return utf8;
  }
}
