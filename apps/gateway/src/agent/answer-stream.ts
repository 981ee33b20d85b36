import { ownTurn } from "../own-turn.ts";

/** What is handed over at once: some milliseconds of the SDK's work where it is in the smallest pieces. */
const sliceBytes = 4 * 1024;

/**
 * A model's answer as the SDK reads it: in slices with a turn of the event loop for each, for the SDK works off all
 * that it has in one. What it has not asked for yet waits with the provider.
 */
export class AnswerStream {
  readonly readable: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #waiting: Buffer[] = [];
  #resume: (() => void) | null = null;
  #wake: (() => void) | null = null;
  #isEnded = false;
  #isOver = false;

  constructor() {
    this.readable = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      pull: () => this.#handOver(),
      // Nobody reads on: what still comes is dropped.
      cancel: () => {
        this.#finish();
      },
    });
  }

  /** False where it has enough; then `resume` is called when it can take more. */
  add(bytes: Buffer, resume: () => void): boolean {
    if (this.#isOver) return true;
    this.#waiting.push(bytes);
    this.#wake?.();
    if (this.#waiting.length === 1 && bytes.length <= sliceBytes) return true;
    this.#resume = resume;
    return false;
  }

  /** All was added. */
  end(): void {
    this.#isEnded = true;
    this.#wake?.();
  }

  /** Its reader gets no more than this error. */
  fail(error: Error): void {
    if (this.#isOver) return;
    this.#finish();
    this.#controller?.error(error);
  }

  async #handOver(): Promise<void> {
    await this.#somethingCame();
    await ownTurn();
    if (this.#isOver) return;
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#finish();
      this.#controller?.close();
      return;
    }
    if (next.length > sliceBytes) this.#waiting[0] = next.subarray(sliceBytes);
    else this.#waiting.shift();
    this.#controller?.enqueue(next.subarray(0, sliceBytes));
    if (this.#waiting.length === 0) this.#goOn();
  }

  async #somethingCame(): Promise<void> {
    if (this.#waiting.length > 0 || this.#isEnded || this.#isOver) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await promise;
    this.#wake = null;
  }

  #finish(): void {
    this.#isOver = true;
    this.#waiting = [];
    this.#wake?.();
    this.#goOn();
  }

  #goOn(): void {
    const resume = this.#resume;
    this.#resume = null;
    resume?.();
  }
}
