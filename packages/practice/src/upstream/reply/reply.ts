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
  /** Of the prompt's tokens, those that were in the cache already. */
  readonly cachedTokens: number;
  /** Of the prompt's tokens, those that were put into the cache now. */
  readonly cacheWriteTokens: number;
  /** The pieces sent and the reasoning that was not. */
  readonly completionTokens: number;
  readonly reasoningTokens: number;
}

/** A whole reply, before any wire or pace is put on it. */
export interface Reply {
  readonly pieces: readonly Piece[];
  readonly finishReason: FinishReason;
  /** The client's own words that ended it, never sent themselves. */
  readonly stopSequence?: string;
  readonly usage: Usage;
}

/** A tool call of a reply, put together. */
export interface WholeCall {
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
}

/** The words of a reply; with an index the arguments of that call. */
export function joined(
  pieces: readonly Piece[],
  kind: "text" | "arguments",
  index?: number,
): string {
  return pieces
    .map((piece) => {
      if (piece.kind === "call" || piece.kind !== kind) return "";
      return piece.kind === "arguments" && piece.index !== index ? "" : piece.text;
    })
    .join("");
}

/** The calls of a reply, in their order. */
export function callsOf(pieces: readonly Piece[]): WholeCall[] {
  return pieces
    .filter((piece) => piece.kind === "call")
    .map(({ id, name, index }) => ({
      id,
      name,
      argumentsText: joined(pieces, "arguments", index),
    }));
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
