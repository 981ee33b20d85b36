import type { Random } from "../../random.ts";
import type { ModelProfile } from "../models/model-profile.ts";
import { MAX_ANSWER_TOKENS } from "../models/model-profile.ts";
import { answerText } from "./answer-text.ts";
import type { Prompt } from "./prompt.ts";
import { countPrompt } from "./prompt-tokens.ts";
import type { FinishReason, Piece, Reply } from "./reply.ts";
import { tokenize } from "./tokenizer.ts";
import { planCalls } from "./tool-calls.ts";

/** The reply to a prompt. The same prompt, profile and random give the same reply. */
export function composeReply(prompt: Prompt, profile: ModelProfile, random: Random): Reply {
  const calls = planCalls(prompt, random);
  const drawn = drawTokens(profile.answerTokens, random);
  const thought =
    profile.reasoningTokens === undefined ? 0 : drawTokens(profile.reasoningTokens, random);
  const said =
    calls.length > 0
      ? { text: "", stopSequence: undefined }
      : beforeStop(answerText(prompt, drawn, random), prompt.stop);
  const all: Piece[] =
    calls.length > 0
      ? calls.flatMap(({ name, argumentsText }, index) => [
          { kind: "call", index, id: callId(random), name } as const,
          ...tokenize(argumentsText).map((text) => ({ kind: "arguments", index, text }) as const),
        ])
      : tokenize(said.text).map((text) => ({ kind: "text", text }));
  const pieces = all.slice(0, prompt.maxTokens ?? all.length);
  // The limit holds for thought and words together, and words go first.
  const reasoningTokens = Math.min(thought, (prompt.maxTokens ?? Infinity) - pieces.length);
  const finishReason: FinishReason =
    pieces.length < all.length ? "length" : calls.length > 0 ? "tool_calls" : "stop";
  return {
    pieces,
    finishReason,
    ...(finishReason === "stop" &&
      said.stopSequence !== undefined && { stopSequence: said.stopSequence }),
    usage: {
      ...countPrompt(prompt),
      completionTokens: pieces.length + reasoningTokens,
      reasoningTokens,
    },
  };
}

function drawTokens(spread: ModelProfile["answerTokens"], random: Random): number {
  const tokens = Math.round(random.logNormal(spread.median, spread.sigma));
  return Math.min(Math.max(tokens, 1), MAX_ANSWER_TOKENS);
}

/** The text up to the first of the stops in it, and which one that was. */
function beforeStop(text: string, stops: readonly string[]) {
  let end = text.length;
  let stopSequence: string | undefined;
  for (const stop of stops) {
    const found = text.indexOf(stop);
    if (found === -1 || found >= end) continue;
    end = found;
    stopSequence = stop;
  }
  return { text: text.slice(0, end), stopSequence };
}

function callId(random: Random): string {
  return `call_${hex(random)}${hex(random)}${hex(random)}`;
}

function hex(random: Random): string {
  return random.uint32().toString(16).padStart(8, "0");
}
