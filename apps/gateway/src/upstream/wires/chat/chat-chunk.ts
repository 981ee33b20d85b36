import { asObject, asString, parseJsonObject, type JsonObject } from "../../json.ts";
import { asCount, readError, shortReason } from "../read-members.ts";
import type { AnsweredError, TokenUsage } from "../wire.ts";

/** What matters of one chunk of a chat stream. */
export interface ChatChunk {
  readonly error: AnsweredError | null;
  readonly usage: TokenUsage | null;
  readonly finishReason: string | null;
  readonly text: string;
  /** It carries text, reasoning, a refusal or a tool call. */
  readonly hasOutput: boolean;
  /** As they came. */
  readonly toolCalls: readonly unknown[];
  /** No choice in it, and usage that is not null: the chunk that `include_usage` adds. */
  readonly isUsageOnly: boolean;
}

/** `payload` holds one byte of UTF-8 per character. Null where it is no JSON object. */
export function parseChatChunk(payload: string): ChatChunk | null {
  const chunk = parseJsonObject(Buffer.from(payload, "latin1").toString("utf8"));
  if (chunk === null) return null;
  const choices = Array.isArray(chunk["choices"]) ? chunk["choices"] : [];
  const choice = asObject(choices[0]);
  const delta = asObject(choice?.["delta"]);
  const text = asString(delta?.["content"]) ?? "";
  const usage = asObject(chunk["usage"]);
  const toolCalls = Array.isArray(delta?.["tool_calls"]) ? delta["tool_calls"] : noCalls;
  return {
    error: chunk["error"] === undefined ? null : readError(chunk["error"]),
    usage: usage === null ? null : readUsage(usage),
    finishReason: readFinishReason(choice),
    text,
    hasOutput: text !== "" || toolCalls.length > 0 || hasOtherOutput(delta),
    toolCalls,
    isUsageOnly: usage !== null && choices.length === 0,
  };
}

const noCalls: readonly unknown[] = [];

/** What a tool call, or a piece of one, has for its tool. */
export function argumentsOf(call: unknown): string {
  return asString(asObject(asObject(call)?.["function"])?.["arguments"]) ?? "";
}

function hasOtherOutput(delta: JsonObject | null): boolean {
  if (delta === null) return false;
  const isText = (key: string): boolean => (asString(delta[key]) ?? "") !== "";
  return isText("refusal") || isText("reasoning_content") || isText("reasoning");
}

export function readUsage(usage: JsonObject): TokenUsage {
  const prompt = asObject(usage["prompt_tokens_details"]);
  const completion = asObject(usage["completion_tokens_details"]);
  return {
    inputTokens: asCount(usage["prompt_tokens"]),
    outputTokens: asCount(usage["completion_tokens"]),
    cachedTokens: asCount(prompt?.["cached_tokens"]),
    cacheWriteTokens: asCount(prompt?.["cache_write_tokens"]),
    cacheWrite1hTokens: null,
    reasoningTokens: asCount(completion?.["reasoning_tokens"]),
  };
}

export function readFinishReason(choice: JsonObject | null): string | null {
  return shortReason(choice?.["finish_reason"]);
}
