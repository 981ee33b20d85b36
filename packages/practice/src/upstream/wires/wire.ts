import type { ApiError } from "../api-error.ts";
import type { Prompt } from "../reply/prompt.ts";
import { lastUserText } from "../reply/prompt.ts";
import type { Piece, Reply, Usage } from "../reply/reply.ts";
import type { Face } from "./face.ts";

/** What a wire says about a reply besides its words. */
export interface ReplyHead {
  /** Of the reply, without the wire's prefix: 24 hexadecimal digits. */
  readonly id: string;
  readonly model: string;
  readonly createdAtMs: number;
  readonly prompt: Prompt;
  /** As it will be at the end: some wires tell what was read before the first word. */
  readonly usage: Usage;
}

/**
 * Writes one reply in one wire's words. Every string holds whole SSE events, or is a whole body. It
 * remembers what it wrote, so it is to be called in the order in which its strings are sent.
 */
export interface Encoder {
  /** What comes before the first token. */
  head(): string;
  piece(piece: Piece): string;
  /** Text that a fault puts in, wherever the reply stands. */
  aside(text: string): string;
  /** An event that breaks off in the middle of its JSON. */
  halfEvent(): string;
  /** What comes after the last token, the end mark included. */
  tail(reply: Reply): string;
  /** The reply unstreamed. */
  whole(reply: Reply): string;
  /** An error in the middle of a stream; with `asReply` as a failed reply, where the wire has that. */
  error(error: ApiError, asReply: boolean): string;
}

/** What a client asked for, ready to be answered. */
export type Asked = AskedReply | AskedLookup;

interface AskedOfModel {
  readonly model: string;
  readonly stream: boolean;
  /** The last message a user sent, or what stands for it. */
  readonly text: string;
}

/** A reply in words or tool calls, token by token. */
export interface AskedReply extends AskedOfModel {
  readonly kind: "reply";
  readonly prompt: Prompt;
  encoder(head: ReplyHead): Encoder;
}

/** One body with nothing to be said token by token. */
export interface AskedLookup extends AskedOfModel {
  readonly kind: "lookup";
  /** Billed, and held against the model's context. */
  readonly promptTokens: number;
  /** With `isEmpty` as little as the wire can say. */
  body(isEmpty: boolean): string;
}

/** One way to speak: a path, what is asked there and how it is answered. */
export interface Wire {
  readonly path: string;
  readonly face: Face;
  /** Reads a request's body. Throws an ApiError that names what is wrong with it. */
  ask(body: unknown): Asked;
}

/** A prompt to be answered by a reply. */
export function askReply(prompt: Prompt, encoder: AskedReply["encoder"]): AskedReply {
  const { model, stream, messages } = prompt;
  return { kind: "reply", model, stream, text: lastUserText(messages), prompt, encoder };
}
