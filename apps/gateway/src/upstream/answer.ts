import type { IncomingHttpHeaders } from "node:http";

/** Where a good answer goes. Nothing reaches it of an answer that failed before its first byte. */
export interface AnswerSink {
  head(status: number, headers: IncomingHttpHeaders): void;
  /** Answers false to be left alone until it calls `resume`. */
  data(bytes: Buffer, resume: () => void): boolean;
  /**
   * The answer is whole and good, told in the very moment of its last byte: what a sink writes now goes
   * with that byte, and what is written later costs a packet of its own.
   */
  end?(): void;
}

/** An error answer as the provider gave it, for a client that knows how to read it. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}
