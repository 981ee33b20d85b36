import { beginningOf } from "../beginning-of.ts";
import type { JsonObject } from "./json.ts";
import { asNumber, asObject, asString, parseJsonObject } from "./json.ts";

/** Token counts as the provider reported them. */
export interface ChatUsage {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedTokens: number | null;
  readonly reasoningTokens: number | null;
}

/** An error that came inside a 200 answer. */
export interface StreamedError {
  readonly message: string;
  readonly type: string | null;
  readonly code: string | null;
}

/** What matters of one chunk of a chat stream. */
export interface ChatChunk {
  readonly error: StreamedError | null;
  readonly usage: ChatUsage | null;
  readonly finishReason: string | null;
  readonly text: string;
  /** It carries text, reasoning, a refusal or a tool call. */
  readonly hasOutput: boolean;
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
  return {
    error: chunk["error"] === undefined ? null : readError(chunk["error"]),
    usage: usage === null ? null : readUsage(usage),
    finishReason: readFinishReason(choice),
    text,
    hasOutput: text !== "" || hasOtherOutput(delta),
    isUsageOnly: usage !== null && choices.length === 0,
  };
}

function hasOtherOutput(delta: JsonObject | null): boolean {
  if (delta === null) return false;
  const isText = (key: string): boolean => (asString(delta[key]) ?? "") !== "";
  const toolCalls = delta["tool_calls"];
  return (
    (Array.isArray(toolCalls) && toolCalls.length > 0) ||
    isText("refusal") ||
    isText("reasoning_content") ||
    isText("reasoning")
  );
}

export function readUsage(usage: JsonObject): ChatUsage {
  const prompt = asObject(usage["prompt_tokens_details"]);
  const completion = asObject(usage["completion_tokens_details"]);
  return {
    inputTokens: asCount(usage["prompt_tokens"]),
    outputTokens: asCount(usage["completion_tokens"]),
    cachedTokens: asCount(prompt?.["cached_tokens"]),
    reasoningTokens: asCount(completion?.["reasoning_tokens"]),
  };
}

/** Tokens of one call, however long it is. */
const maxTokens = 1e12;

/** A count that makes no sense is none: it would spoil every sum that it goes into. */
function asCount(value: unknown): number | null {
  const count = asNumber(value);
  return count !== null && count >= 0 && count <= maxTokens ? count : null;
}

const maxFinishReasonLength = 200;

export function readFinishReason(choice: JsonObject | null): string | null {
  const reason = asString(choice?.["finish_reason"]);
  return reason === null ? null : beginningOf(reason, maxFinishReasonLength);
}

const maxErrorLength = 2_000;

/** OpenAI's `{message, type, code}`, or whatever else stands under `error`. Null for a null. */
export function readError(error: unknown): StreamedError | null {
  if (error === null) return null;
  const object = asObject(error);
  if (object === null)
    return {
      message: beginningOf(asString(error) ?? JSON.stringify(error) ?? "", maxErrorLength),
      type: null,
      code: null,
    };
  return {
    message: beginningOf(asString(object["message"]) ?? JSON.stringify(object), maxErrorLength),
    type: asString(object["type"]),
    code: asString(object["code"]) ?? asNumber(object["code"])?.toString() ?? null,
  };
}
