import type { Random } from "../../random.ts";
import type { ModelProfile } from "../models/model-profile.ts";
import { MAX_ANSWER_TOKENS } from "../models/model-profile.ts";
import { answerText } from "./answer-text.ts";
import type { Prompt } from "./prompt.ts";
import type { FinishReason, Piece, Reply } from "./reply.ts";
import { countTokens, tokenize } from "./tokenizer.ts";
import { planCalls } from "./tool-calls.ts";

// What the roles and separators around a message cost, as in OpenAI's chat format.
const TOKENS_PER_MESSAGE = 3;

/** How many tokens a prompt counts: its messages and the tools on offer. */
export function countPromptTokens({ messages, tools }: Prompt): number {
  const texts = messages.map(({ text }) => TOKENS_PER_MESSAGE + countTokens(text));
  const offers = tools.map(({ name, parameters }) =>
    countTokens(name + (JSON.stringify(parameters) ?? "")),
  );
  return [...texts, ...offers].reduce((sum, tokens) => sum + tokens, TOKENS_PER_MESSAGE);
}

/** The reply to a prompt. The same prompt, profile and random give the same reply. */
export function composeReply(prompt: Prompt, profile: ModelProfile, random: Random): Reply {
  const calls = planCalls(prompt, random);
  const drawn = drawTokens(profile.answerTokens, random);
  const thought =
    profile.reasoningTokens === undefined ? 0 : drawTokens(profile.reasoningTokens, random);
  const all: Piece[] =
    calls.length > 0
      ? calls.flatMap(({ name, argumentsText }, index) => [
          { kind: "call", index, id: callId(random), name } as const,
          ...tokenize(argumentsText).map((text) => ({ kind: "arguments", index, text }) as const),
        ])
      : tokenize(beforeStop(answerText(prompt, drawn, random), prompt.stop)).map((text) => ({
          kind: "text",
          text,
        }));
  const pieces = all.slice(0, prompt.maxTokens ?? all.length);
  // The limit holds for thought and words together, and words go first.
  const reasoningTokens = Math.min(thought, (prompt.maxTokens ?? Infinity) - pieces.length);
  const finishReason: FinishReason =
    pieces.length < all.length ? "length" : calls.length > 0 ? "tool_calls" : "stop";
  return {
    pieces,
    finishReason,
    usage: {
      promptTokens: countPromptTokens(prompt),
      cachedTokens: 0,
      completionTokens: pieces.length + reasoningTokens,
      reasoningTokens,
    },
  };
}

function drawTokens(spread: ModelProfile["answerTokens"], random: Random): number {
  const tokens = Math.round(random.logNormal(spread.median, spread.sigma));
  return Math.min(Math.max(tokens, 1), MAX_ANSWER_TOKENS);
}

function beforeStop(text: string, stops: readonly string[]): string {
  const ends = stops.map((stop) => text.indexOf(stop)).filter((end) => end !== -1);
  return text.slice(0, Math.min(...ends, text.length));
}

function callId(random: Random): string {
  return `call_${hex(random)}${hex(random)}${hex(random)}`;
}

function hex(random: Random): string {
  return random.uint32().toString(16).padStart(8, "0");
}
