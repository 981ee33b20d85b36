import type { Pace } from "../models/pace.ts";
import type { Reply } from "../reply/reply.ts";
import type { Encoder } from "../wires/wire.ts";

/** What goes out in one step. */
export type Data = string | Uint8Array;

/** Bytes to send, and how long after the step before. */
export interface Step {
  readonly delayMs: number;
  /** Made when it is sent, once: a wire may count what it wrote. */
  readonly data: () => Data;
  /** Tokens in it. */
  readonly tokens: number;
  /** Nothing of the reply's words comes after this. */
  readonly last: boolean;
}

/**
 * What happens after the last step: `end` ends the response as HTTP wants it, `silence` leaves it
 * open, `destroy` closes the connection under it, `reset` with a TCP reset.
 */
export type Ending = "end" | "silence" | "destroy" | "reset";

/** A reply on its way, made as it is sent, so that one nobody waits for any more costs nothing. */
export type Steps = Generator<Step, Ending, undefined>;

// Headers and the role come before the first token, as they do from real providers.
const HEAD_SHARE = 0.8;

/** A reply as a stream of events, one token each. */
export function* streamSteps(reply: Reply, encoder: Encoder, pace: Pace): Steps {
  const ttftMs = pace.ttftMs();
  yield { delayMs: ttftMs * HEAD_SHARE, data: () => encoder.head(), tokens: 0, last: false };
  let delayMs = ttftMs * (1 - HEAD_SHARE);
  for (const piece of reply.pieces) {
    yield { delayMs, data: () => encoder.piece(piece), tokens: 1, last: false };
    delayMs = pace.gapMs();
  }
  yield { delayMs: 0, data: () => encoder.tail(reply), tokens: 0, last: true };
  return "end";
}

/** A reply as one body, sent when its last token would have come. In halves, so that it can break. */
export function* wholeSteps(body: string, tokens: number, pace: Pace): Steps {
  let delayMs = pace.ttftMs();
  for (let token = 1; token < tokens; token += 1) delayMs += pace.gapMs();
  const half = Math.floor(body.length / 2);
  yield { delayMs, data: () => body.slice(0, half), tokens: 0, last: false };
  yield { delayMs: 0, data: () => body.slice(half), tokens, last: true };
  return "end";
}
