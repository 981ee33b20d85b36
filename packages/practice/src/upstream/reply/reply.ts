/** One token as the wire will carry it. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "call"; readonly index: number; readonly id: string; readonly name: string }
  | { readonly kind: "arguments"; readonly index: number; readonly text: string };

/** Why a reply ends, in OpenAI's words. */
export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter";

/** What is billed. */
export interface Usage {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  /** The pieces sent and the reasoning that was not. */
  readonly completionTokens: number;
  readonly reasoningTokens: number;
}

/** A whole reply, before any wire or pace is put on it. */
export interface Reply {
  readonly pieces: readonly Piece[];
  readonly finishReason: FinishReason;
  readonly usage: Usage;
}

/** The same reply with more words at its front. */
export function beginWith(reply: Reply, tokens: readonly string[]): Reply {
  const pieces = [...tokens.map((text) => ({ kind: "text", text }) as const), ...reply.pieces];
  const completionTokens = pieces.length + reply.usage.reasoningTokens;
  return { ...reply, pieces, usage: { ...reply.usage, completionTokens } };
}

/** The same reply ended after so many pieces, for another reason. */
export function cutShort(reply: Reply, pieceCount: number, finishReason: FinishReason): Reply {
  const pieces = reply.pieces.slice(0, pieceCount);
  const completionTokens = pieces.length + reply.usage.reasoningTokens;
  return { pieces, finishReason, usage: { ...reply.usage, completionTokens } };
}
