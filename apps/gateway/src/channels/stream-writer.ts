import type { ServerResponse } from "node:http";
import { CancelledError } from "../requests/index.ts";

/** What is held of a stream for a client that reads slower than it is written. */
const maxHeldBytes = 256 * 1024;

export interface StreamWriterOptions {
  readonly response: ServerResponse;
  /** How long a client may take for what is held for it. */
  readonly patienceMs: number;
  /** Ends the request of a client that does not read. */
  readonly giveUp: (reason: CancelledError) => void;
}

/**
 * Writes a stream to a client, and gives the client up that does not read it: what it asked for would
 * keep a slot, and a provider's connection, for as long as it likes.
 */
export class StreamWriter {
  readonly #options: StreamWriterOptions;
  /** Settles when everything was taken, or nobody is there to take it; null where nothing is held. */
  #drained: Promise<void> | null = null;

  constructor(options: StreamWriterOptions) {
    this.#options = options;
  }

  /** Null where the client keeps up; else what to wait for before more is written. */
  write(data: string | Buffer): Promise<void> | null {
    const { response } = this.#options;
    if (response.destroyed) return null;
    if (!response.write(data)) this.#drained ??= this.#waitForReader();
    return this.#drained;
  }

  /** The client has not taken all of it yet. */
  get isBehind(): boolean {
    return this.#drained !== null;
  }

  /** Resolves when more may be written by who can't be held back at once. */
  async room(): Promise<void> {
    if (this.#options.response.writableLength >= maxHeldBytes) await this.#drained;
  }

  #waitForReader(): Promise<void> {
    const { response, patienceMs, giveUp } = this.#options;
    const { promise, resolve } = Promise.withResolvers<void>();
    const settle = (): void => {
      clearTimeout(deadline);
      response.off("drain", settle);
      response.off("close", settle);
      this.#drained = null;
      resolve();
    };
    const deadline = setTimeout(() => {
      giveUp(new CancelledError(`The client did not read what it was sent for ${patienceMs} ms.`));
    }, patienceMs);
    response.on("drain", settle);
    response.on("close", settle);
    return promise;
  }
}
