import { charactersPerToken, tokensPerFile } from "../upstream/index.ts";

/** A message in any form that has a role, and a text or parts. */
interface Said {
  readonly role: string;
  readonly content: string | readonly object[];
}

export interface Cut<Message> {
  readonly messages: readonly Message[];
  readonly leftOut: number;
}

/**
 * Leaves out of a conversation what no model could be told that takes so many tokens, before anything
 * dear is made of it. It counts less than {@link fitContext}, which fits each call exactly, ever does,
 * and so leaves it all that it would keep: instructions, whole turns, and the last turn at any length.
 */
export function cutToContext<Message extends Said>(
  messages: readonly Message[],
  maxTokens: number,
): Cut<Message> {
  const first = messages.findIndex(({ role }) => role !== "system");
  let start = messages.length;
  for (let room = maxTokens; start > first; start -= 1) {
    room -= leastTokens(messages[start - 1]);
    if (room < 0) break;
  }
  if (start <= first || first === -1) return { messages, leftOut: 0 };
  const turn = messages.findIndex(({ role }, at) => at >= start && role === "user");
  const from = turn === -1 ? messages.findLastIndex(({ role }) => role === "user") : turn;
  if (from <= first) return { messages, leftOut: 0 };
  return {
    messages: [...messages.slice(0, first), ...messages.slice(from)],
    leftOut: from - first,
  };
}

function leastTokens(message: Said | undefined): number {
  if (message === undefined) return 0;
  const { content } = message;
  if (typeof content === "string") return content.length / charactersPerToken;
  return content.reduce((sum, part) => sum + leastTokensOf(part), 0);
}

function leastTokensOf(part: object): number {
  if ("type" in part && part.type === "file") return tokensPerFile;
  return "text" in part && typeof part.text === "string"
    ? part.text.length / charactersPerToken
    : 0;
}
