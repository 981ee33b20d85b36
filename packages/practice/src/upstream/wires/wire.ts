import type { ApiError } from "../api-error.ts";
import type { Prompt } from "../reply/prompt.ts";
import type { Piece, Reply } from "../reply/reply.ts";

/** What a wire says about a reply besides its words. */
export interface ReplyHead {
  /** Of the reply, without the wire's prefix: 24 hexadecimal digits. */
  readonly id: string;
  readonly model: string;
  readonly createdAtMs: number;
  readonly includeUsage: boolean;
}

/** Writes one reply in one wire's words. Every string holds whole SSE events, or is a whole body. */
export interface Encoder {
  /** What comes before the first token. */
  head(): string;
  piece(piece: Piece): string;
  /** What comes after the last token, the end mark included. */
  tail(reply: Reply): string;
  /** The reply unstreamed. */
  whole(reply: Reply): string;
  /** An error in the middle of a stream. */
  error(error: ApiError): string;
}

/** One provider's way to speak: a request that may be streamed, its reply and its errors. */
export interface Wire {
  readonly path: string;
  /** Reads a request's body. Throws an ApiError that names what is wrong with it. */
  parse(body: unknown): Prompt;
  encoder(head: ReplyHead): Encoder;
  /** The body of an error's response. */
  errorBody(error: ApiError): string;
}
