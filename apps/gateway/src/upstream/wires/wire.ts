import type { StreamTally } from "./stream-tally.ts";

/** What a client and a provider speak with each other: one route each, its requests and its answers. */
export type WireName = "chat" | "responses" | "messages" | "count_tokens" | "embeddings";

/**
 * Token counts as the provider reported them. Input is all of it, what was read from the cache and what
 * was written to it included; reasoning is part of the output. Output is null where the provider has
 * only told of the input so far.
 */
export interface TokenUsage {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedTokens: number | null;
  /** Input written to the cache, where that has a price of its own. */
  readonly cacheWriteTokens: number | null;
  /** Of those, the ones that stay for an hour. */
  readonly cacheWrite1hTokens: number | null;
  readonly reasoningTokens: number | null;
}

/** An error that came inside a 200 answer. */
export interface AnsweredError {
  readonly message: string;
  readonly type: string | null;
  readonly code: string | null;
}

/** What matters of an answer that was not streamed. */
export interface WholeAnswer {
  readonly text: string;
  readonly usage: TokenUsage | null;
  readonly finishReason: string | null;
  readonly error: AnsweredError | null;
  /** What was asked for is in it: text, a refusal, a tool call, vectors, a count. */
  readonly hasOutput: boolean;
  /** Of each tool call, how long its arguments are; nothing where this wire has none. */
  readonly argumentLengths?: () => readonly number[];
}

/** What is to be done with an event of a stream: hand it on, leave it out, or give the stream up. */
export type EventFate = "pass" | "drop" | { readonly malformed: string };

/** Reads the events of one stream, in order, and notes what matters in the tally. */
export interface EventReader {
  /** `payload` is what stands after `data:`, one byte of UTF-8 per character. */
  read(payload: string, tally: StreamTally): EventFate;
}

export interface Wire {
  readonly name: WireName;
  /** Behind the provider's base URL. */
  readonly path: string;
  /** What it answers is never billed, and no model has been called for it. */
  readonly isFree: boolean;
  /** Null where the body is no JSON object. */
  readonly readAnswer: (body: Buffer) => WholeAnswer | null;
  /** Null where this wire does not stream. `dropUsage`: an event with nothing but usage is left out. */
  readonly createEventReader: ((dropUsage: boolean) => EventReader) | null;
}
