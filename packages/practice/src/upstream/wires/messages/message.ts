import type { FinishReason, Reply, Usage } from "../../reply/reply.ts";
import { callsOf, joined } from "../../reply/reply.ts";
import type { ReplyHead } from "../wire.ts";

/** What a practice model thinks, whatever it is asked. */
export const THOUGHT = "The question names a topic, and there are sentences prepared for it.";
/** Stands where Anthropic seals a thought. */
export const SIGNATURE = "cHJhY3RpY2U=";

const STOP_REASONS: Readonly<Record<FinishReason, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
};

/** A message; without a reply as it stands before its first word. */
export function messageOf(
  { id, model, usage }: ReplyHead,
  said?: { readonly content: readonly object[]; readonly reply: Reply },
) {
  const nothingYet = { stop_reason: null, stop_sequence: null, stop_details: null };
  return {
    id: `msg_${id}`,
    type: "message",
    role: "assistant",
    model,
    content: said?.content ?? [],
    container: null,
    ...(said === undefined ? nothingYet : stopOf(said.reply)),
    usage: {
      ...usageOf(said === undefined ? { ...usage, completionTokens: 1 } : said.reply.usage),
      cache_creation: {
        ephemeral_5m_input_tokens: usage.cacheWriteTokens,
        ephemeral_1h_input_tokens: 0,
      },
      service_tier: "standard",
    },
  };
}

/** The blocks of a whole reply. */
export function contentOf({ pieces }: Reply, showsThought: boolean): object[] {
  const thought = { type: "thinking", thinking: THOUGHT, signature: SIGNATURE };
  const text = joined(pieces, "text");
  const calls = callsOf(pieces).map(({ id, name, argumentsText }) => ({
    type: "tool_use",
    id: toolUseId(id),
    name,
    input: parsed(argumentsText),
    caller: { type: "direct" },
  }));
  return [
    ...(showsThought ? [thought] : []),
    ...(text === "" ? [] : [{ type: "text", text, citations: null }]),
    ...calls,
  ];
}

/** Why it ended, in Anthropic's words. */
export function stopOf({ finishReason, stopSequence }: Reply) {
  return {
    stop_reason: stopSequence === undefined ? STOP_REASONS[finishReason] : "stop_sequence",
    stop_sequence: stopSequence ?? null,
    stop_details:
      finishReason === "content_filter"
        ? { type: "refusal", category: null, explanation: null }
        : null,
  };
}

/** What is billed: here what came from the cache or went into it is counted apart. */
export function usageOf({
  promptTokens,
  cachedTokens,
  cacheWriteTokens,
  completionTokens,
  reasoningTokens,
}: Usage) {
  return {
    input_tokens: promptTokens - cachedTokens - cacheWriteTokens,
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: cachedTokens,
    output_tokens: completionTokens,
    output_tokens_details: { thinking_tokens: reasoningTokens },
  };
}

/** A call's id with Anthropic's prefix. */
export function toolUseId(id: string): string {
  return id.replace(/^call_/, "toolu_");
}

/** The arguments; none for a call that the limit cut short, since half of them are no JSON. */
function parsed(argumentsText: string): unknown {
  try {
    return JSON.parse(argumentsText);
  } catch {
    return {};
  }
}
