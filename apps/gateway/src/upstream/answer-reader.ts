import type { IncomingHttpHeaders } from "node:http";
import type { AttemptProgress } from "../recorder/index.ts";
import type { AnswerSink, ErrorAnswer } from "./answer.ts";
import { tokensOfLength } from "./estimate-tokens.ts";
import type { ExchangeHandler } from "./exchange.ts";
import { failureInStream, type Failure } from "./failure.ts";
import { PieceBuffer } from "./wires/piece-buffer.ts";
import { StreamReader } from "./wires/stream-reader.ts";
import { StreamTally } from "./wires/stream-tally.ts";
import type { Wire } from "./wires/wire.ts";
import { writtenLength } from "./wires/written-length.ts";

/** A whole answer may be this large; a provider's error text this large. More is given up. */
const maxAnswerBytes = 32 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;
/** What is held back of a stream that has no token yet. */
const maxHeldBytes = 256 * 1024;

/** Why there is nothing in an answer that was withheld, in the words of the wires. */
const withheld: ReadonlySet<string> = new Set(["content_filter", "refusal"]);

/** Why there is nothing in an answer that was to be short: all went into thoughts. */
const usedUp: ReadonlySet<string> = new Set(["length", "max_tokens", "max_output_tokens"]);

export interface AnswerReaderOptions {
  readonly wire: Wire;
  readonly isStream: boolean;
  readonly dropUsage: boolean;
  readonly maxStreamBytes: number;
  /** Null where whoever asked may be answered with any. */
  readonly maxToolCalls: number | null;
  /** Nothing of a stream goes to the sink before its first token: until then another can be asked. */
  readonly holdsUntilToken: boolean;
  readonly provider: string;
  readonly mono: () => number;
  readonly sink: AnswerSink;
  readonly onFirstToken: () => void;
  /** Told when an answer that is to come whole begins well. */
  readonly onGoodHead: () => void;
}

/** Thrown out of the exchange to end it; the reason is in the reader's `failure`. */
class UnusableAnswerError extends Error {
  override readonly name = "UnusableAnswerError";
}

/** Takes one answer off the wire: measures it, passes it to the sink, and tells what was wrong with it. */
export class AnswerReader implements ExchangeHandler {
  readonly tally: StreamTally;
  readonly #options: AnswerReaderOptions;
  readonly #stream: StreamReader | null;
  readonly #parts = new PieceBuffer();
  /** What stands before the first token; null where nothing is held back, or no longer. */
  #held: Buffer[] | null;
  #bytes = 0;
  /** It came to its end, and is JSON. */
  #isWhole = false;
  wasSent = false;
  status = 0;
  headers: IncomingHttpHeaders = {};
  failure: Failure | null = null;
  hasForwarded = false;
  #isFinished = false;

  constructor(options: AnswerReaderOptions) {
    this.#options = options;
    const { wire, isStream, dropUsage, onFirstToken, mono, maxToolCalls } = options;
    const tally = new StreamTally({ onFirstToken, mono, maxToolCalls });
    const events = isStream ? (wire.createEventReader?.(dropUsage) ?? null) : null;
    this.tally = tally;
    this.#held = options.holdsUntilToken && isStream ? [] : null;
    this.#stream = events === null ? null : new StreamReader(events, tally);
  }

  get progress(): AttemptProgress {
    return this.tally.progress;
  }

  /** What is answered costs nothing, and no model was called for it. */
  get isFree(): boolean {
    return this.#options.wire.isFree;
  }

  /** What the provider answered where it did not answer with success. */
  get errorAnswer(): ErrorAnswer | null {
    if (this.status === 0 || this.#isGood) return null;
    return { status: this.status, headers: this.headers, body: this.#parts.bytes };
  }

  get #isGood(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** Against what was asked: to measure it would take unpacking it, and it may be a bomb. */
  get #isCompressed(): boolean {
    return (this.headers["content-encoding"] ?? "identity") !== "identity";
  }

  /** What was written of an answer that came whole, in tokens by estimate; null where none did. */
  estimateOutput(): number | null {
    if (this.#stream !== null || !this.#isGood || !this.#isWhole) return null;
    // What does not stream has no text: vectors are no tokens.
    if (this.#options.wire.createEventReader === null) return 0;
    return tokensOfLength(writtenLength(this.#parts.bytes));
  }

  sent(): void {
    this.wasSent = true;
  }

  head(status: number, headers: IncomingHttpHeaders): void {
    this.status = status;
    this.headers = headers;
    if (!this.#options.isStream && this.#isGood) this.#options.onGoodHead();
  }

  data(chunk: Buffer, resume: () => void): boolean {
    if (!this.#isGood) {
      this.#collectError(chunk);
      return true;
    }
    if (this.#isCompressed) {
      throw this.#unusable(
        `${this.#options.provider} answered in ${this.headers["content-encoding"]}, which nobody asked for.`,
      );
    }
    const type = this.headers["content-type"] ?? "";
    if (this.#stream !== null && type.includes("json")) {
      throw this.#unusable(
        `${this.#options.provider} answered with JSON where a stream was asked.`,
      );
    }
    this.#count(chunk);
    if (this.#stream !== null) return this.#passOn(this.#stream, chunk, resume);
    this.#parts.add(chunk);
    return true;
  }

  end(): void {
    if (this.#isGood && this.finish() === null && this.hasForwarded) this.#options.sink.end?.();
  }

  /** The answer has come to its end: null where it is whole and good. */
  finish(): Failure | null {
    if (this.#isFinished) return this.failure;
    this.#isFinished = true;
    this.failure ??= this.#stream === null ? this.#finishWhole() : this.#finishStream(this.#stream);
    return this.failure;
  }

  #passOn(stream: StreamReader, chunk: Buffer, resume: () => void): boolean {
    let goesOn = true;
    for (const part of stream.push(chunk)) goesOn = this.#forward(part, resume) && goesOn;
    const { provider } = this.#options;
    if (stream.malformed !== null) {
      throw this.#unusable(`${provider} sent ${stream.malformed}.`, stream.isTooMuch);
    }
    if (this.tally.error !== null) {
      this.failure = failureInStream(provider, this.tally.error);
      throw new UnusableAnswerError(this.failure.message);
    }
    return goesOn;
  }

  #forward(part: Buffer, resume: () => void): boolean {
    const { sink } = this.#options;
    if (this.#held !== null && this.tally.tokens === 0 && this.#bytes <= maxHeldBytes) {
      this.#held.push(part);
      return true;
    }
    if (this.#held !== null) {
      const held = Buffer.concat([...this.#held, part]);
      this.#held = null;
      return this.#forward(held, resume);
    }
    if (!this.hasForwarded) sink.head(this.status, this.headers);
    this.hasForwarded = true;
    return sink.data(part, resume);
  }

  #finishStream(stream: StreamReader): Failure | null {
    const { tally } = this;
    const { provider } = this.#options;
    for (const rest of stream.end()) this.#forward(rest, () => {});
    if (stream.malformed !== null) {
      const message = `${provider} sent ${stream.malformed}.`;
      return stream.isTooMuch ? tooMuch(message) : malformed(message);
    }
    if (tally.error !== null) return failureInStream(provider, tally.error);
    if (!tally.done) {
      return {
        kind: "incomplete",
        message: `${provider} ended its stream after ${tally.tokens} tokens without saying that it was complete.`,
      };
    }
    return tally.tokens === 0 ? this.#empty(tally.finishReason) : null;
  }

  #finishWhole(): Failure | null {
    const { tally } = this;
    const { provider, wire } = this.#options;
    const body = this.#parts.bytes;
    const answer = wire.readAnswer(body);
    if (answer === null) return malformed(`${provider} answered with something that is no JSON.`);
    this.#isWhole = true;
    tally.usage = answer.usage;
    tally.finishReason = answer.finishReason;
    if (answer.error !== null) return failureInStream(provider, answer.error);
    if (tally.toolCalls !== null) {
      for (const length of answer.argumentLengths?.() ?? []) tally.toolCalls.addWhole(length);
      const { excess } = tally.toolCalls;
      if (excess !== null) return tooMuch(`${provider} sent ${excess}.`);
    }
    tally.text.addText(answer.text);
    if (!answer.hasOutput) return this.#empty(answer.finishReason);
    this.#forward(body, () => {});
    return null;
  }

  #empty(finishReason: string | null): Failure {
    const { provider } = this.#options;
    if (finishReason !== null && withheld.has(finishReason)) {
      return {
        kind: "content_filter",
        message: `${provider} withheld the answer: ${finishReason.replaceAll("_", " ")}.`,
      };
    }
    return {
      kind: "empty",
      message: `${provider} answered with no text, tool call or refusal (finish reason ${finishReason ?? "none"}).`,
      isNeutral: finishReason !== null && usedUp.has(finishReason),
    };
  }

  #count(chunk: Buffer): void {
    const { maxStreamBytes, provider } = this.#options;
    const maxBytes = this.#stream === null ? maxAnswerBytes : maxStreamBytes;
    this.#bytes += chunk.length;
    if (this.#bytes > maxBytes)
      throw this.#unusable(`${provider} sent more than ${maxBytes} bytes.`, true);
  }

  #collectError(chunk: Buffer): void {
    if (this.#isCompressed) return;
    const room = maxErrorBytes - this.#bytes;
    if (room <= 0) return;
    this.#bytes += chunk.length;
    this.#parts.add(chunk.length > room ? chunk.subarray(0, room) : chunk);
  }

  #unusable(message: string, isTooMuch = false): UnusableAnswerError {
    this.failure = isTooMuch ? tooMuch(message) : malformed(message);
    return new UnusableAnswerError(message);
  }
}

/** A bound of ours, and no fault of the model: to ask again would be paid for again. */
function tooMuch(message: string): Failure {
  return { kind: "malformed_stream", message, retry: "useless", isNeutral: true };
}

function malformed(message: string): Failure {
  return { kind: "malformed_stream", message };
}
