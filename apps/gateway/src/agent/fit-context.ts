import { estimateTokens, tokensPerFile } from "../upstream/index.ts";
import type { SdkMessage, SdkPrompt } from "./sdk-model.ts";

/** Of a model of which nothing is known. */
export const defaultContextTokens = 128_000;

/** Left free for the answer where nobody said how long it may be. */
const defaultReserveTokens = 4_096;

/** Around each message stand a few tokens that are none of its text. */
const tokensPerMessage = 4;

export interface FitOptions {
  /** What the model takes: prompt and answer together. */
  readonly contextTokens: number;
  /** What the answer may be long; null where nobody said. */
  readonly maxOutputTokens: number | null;
  /** Tokens of what is sent beside the messages, such as the tools. */
  readonly otherTokens: number;
  /** Of the conversation, messages that were left out before. */
  readonly leftOutBefore: number;
}

export interface Fitted {
  readonly prompt: SdkPrompt;
  readonly leftOut: number;
}

/**
 * Trims a conversation to what a model takes, by estimate: whole turns go, from a user's message up to
 * the next one and the oldest first, so that no tool call is parted from its result. Instructions and
 * the last turn stay, whatever their length; one system line tells the model what is missing.
 */
export function fitContext(prompt: SdkPrompt, options: FitOptions): Fitted {
  const { contextTokens, maxOutputTokens, otherTokens, leftOutBefore } = options;
  const reserve = Math.min(maxOutputTokens ?? defaultReserveTokens, Math.floor(contextTokens / 2));
  const instructionsEnd = lengthOfInstructions(prompt);
  const instructions = prompt.slice(0, instructionsEnd);
  const rest = prompt.slice(instructionsEnd);
  let room = contextTokens - reserve - otherTokens - estimatePrompt(instructions);
  let kept = rest.length;
  for (const turn of turnsOf(rest).toReversed()) {
    room -= estimatePrompt(turn);
    if (room < 0 && kept < rest.length) break;
    kept -= turn.length;
  }
  const leftOut = leftOutBefore + kept;
  if (leftOut === 0) return { prompt, leftOut };
  const note = `${countOf(leftOut)} of this conversation ${leftOut === 1 ? "was" : "were"} left out here, because it is longer than you can take.`;
  return {
    prompt: [...instructions, { role: "system", content: note }, ...rest.slice(kept)],
    leftOut,
  };
}

/** `14 earlier messages`, as people and models are told it. */
export function countOf(messages: number): string {
  return messages === 1
    ? "1 earlier message"
    : `${messages.toLocaleString("en-US")} earlier messages`;
}

/** System messages at the front are the agent's and no part of a turn. */
function lengthOfInstructions(prompt: SdkPrompt): number {
  const end = prompt.findIndex(({ role }) => role !== "system");
  return end === -1 ? prompt.length : end;
}

/** What stands before the first user's message is the rest of a turn, or a turn that a model began. */
function turnsOf(messages: SdkPrompt): SdkMessage[][] {
  const turns: SdkMessage[][] = [];
  for (const message of messages) {
    const turn = turns.at(-1);
    if (turn === undefined || message.role === "user") turns.push([message]);
    else turn.push(message);
  }
  return turns;
}

/** Tokens of messages, by estimate. */
export function estimatePrompt(messages: SdkPrompt): number {
  return messages.reduce((sum, message) => sum + tokensOfMessage(message) + tokensPerMessage, 0);
}

function tokensOfMessage({ content }: SdkMessage): number {
  if (typeof content === "string") return estimateTokens(content);
  return content.reduce(
    (sum, part) => sum + (part.type === "file" ? tokensPerFile : estimateTokens(part)),
    0,
  );
}
