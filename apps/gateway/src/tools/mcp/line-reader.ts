const newline = 0x0a;

/**
 * Cuts a stream of bytes into lines. Holds one unfinished line of `maxBytes` at most; a longer one is for
 * `onTooLong` to end the stream, and nothing is read after it.
 */
export class LineReader {
  readonly #maxBytes: number;
  readonly #onLine: (line: string) => void;
  readonly #onTooLong: () => void;
  #parts: Buffer[] = [];
  #held = 0;
  #isOver = false;

  constructor(options: {
    maxBytes: number;
    onLine: (line: string) => void;
    onTooLong: () => void;
  }) {
    this.#maxBytes = options.maxBytes;
    this.#onLine = options.onLine;
    this.#onTooLong = options.onTooLong;
  }

  push(chunk: Buffer): void {
    let from = 0;
    while (!this.#isOver) {
      const end = chunk.indexOf(newline, from);
      const part = chunk.subarray(from, end === -1 ? undefined : end);
      if (this.#held + part.length > this.#maxBytes) {
        this.#isOver = true;
        this.#parts = [];
        this.#onTooLong();
        return;
      }
      this.#parts.push(part);
      this.#held += part.length;
      if (end === -1) return;
      this.#emit();
      from = end + 1;
    }
  }

  #emit(): void {
    const line = Buffer.concat(this.#parts, this.#held).toString("utf8").replace(/\r$/, "");
    this.#parts = [];
    this.#held = 0;
    this.#onLine(line);
  }
}
