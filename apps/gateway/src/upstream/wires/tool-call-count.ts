/** What the tools of one answer are handed, all together; ours take far less. */
const maxArgumentBytes = 1024 * 1024;
/** Who gathers arguments looks at all of a call's again with each piece: what that may come to. */
const maxReadBytes = 512 * 1024 * 1024;

/** By what the pieces of one call are known: its place in the answer. */
export type CallKey = number | string;

/** How many tools an answer calls, and with how much, for who has to make the calls. */
export class ToolCallCount {
  readonly #maxCalls: number;
  readonly #lengths = new Map<CallKey, number>();
  #begun = 0;
  #whole = 0;
  #pieceBytes = 0;
  #wholeBytes = 0;
  #readBytes = 0;
  /** What was more than is taken; null while nothing is. */
  excess: string | null = null;

  constructor(maxCalls: number) {
    this.#maxCalls = maxCalls;
  }

  /** A call begins whose arguments come in pieces. */
  begin(): void {
    this.#begun += 1;
    if (this.#begun > this.#maxCalls) this.#tooManyCalls();
  }

  /** A piece of a call's arguments, whether or not it was seen to begin. */
  addPiece(key: CallKey, bytes: number): void {
    const length = (this.#lengths.get(key) ?? 0) + bytes;
    this.#lengths.set(key, length);
    this.#pieceBytes += bytes;
    this.#readBytes += length;
    // A place far out would have whoever gathers the calls make room for all before it.
    const isFarOut = typeof key === "number" && key > 10 * this.#maxCalls;
    if (isFarOut || this.#lengths.size > this.#maxCalls) this.#tooManyCalls();
    if (this.#pieceBytes > maxArgumentBytes) this.#tooLong();
    if (this.#readBytes > maxReadBytes) {
      this.excess ??= "a tool call's arguments in too many pieces";
    }
  }

  /** A call with all of its arguments, counted apart: it may have come in pieces before. */
  addWhole(bytes: number): void {
    this.#whole += 1;
    this.#wholeBytes += bytes;
    if (this.#whole > this.#maxCalls) this.#tooManyCalls();
    if (this.#wholeBytes > maxArgumentBytes) this.#tooLong();
  }

  #tooManyCalls(): void {
    this.excess ??= `more than ${this.#maxCalls} tool calls in one answer`;
  }

  #tooLong(): void {
    this.excess ??= `more than ${maxArgumentBytes} bytes of arguments for tools`;
  }
}
