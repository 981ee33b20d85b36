import type { ApiError } from "../../api-error.ts";
import type { Reply, Usage, WholeCall } from "../../reply/reply.ts";
import { callsOf, joined } from "../../reply/reply.ts";
import type { ReplyHead } from "../wire.ts";
import { echoOf } from "./responses-request.ts";

/** How far an item has come, or a response. */
export type ItemStatus = "in_progress" | "completed" | "incomplete";

/** What there is to say at the end of a response; all of it is nothing before. */
export interface ResponseEnd {
  readonly status?: ItemStatus | "failed";
  readonly incompleteDetails?: { readonly reason: string } | null;
  readonly error?: ApiError;
  readonly output?: readonly object[];
  readonly usage?: Usage;
}

/** A response as it stands at some moment. */
export function responseObject(
  { id, model, createdAtMs, prompt }: ReplyHead,
  { status = "in_progress", incompleteDetails = null, error, output = [], usage }: ResponseEnd,
) {
  const createdAt = Math.floor(createdAtMs / 1_000);
  return {
    id: `resp_${id}`,
    object: "response",
    created_at: createdAt,
    completed_at: status === "completed" ? createdAt : null,
    status,
    error: error === undefined ? null : { code: codeOf(error), message: error.message },
    incomplete_details: incompleteDetails,
    model,
    output,
    ...echoOf(prompt.echo ?? {}),
    usage: usage === undefined ? null : usageOf(usage),
  };
}

/** How a whole reply ends: its status, and why it is incomplete if it is. */
export function endOf({ finishReason, usage }: Reply): ResponseEnd {
  if (finishReason === "length") {
    return { status: "incomplete", incompleteDetails: { reason: "max_output_tokens" }, usage };
  }
  if (finishReason === "content_filter") {
    return { status: "incomplete", incompleteDetails: { reason: "content_filter" }, usage };
  }
  return { status: "completed", usage };
}

/** The items of a whole reply. The limit cuts the last one short. */
export function outputOf(id: string, reply: Reply): object[] {
  const text = joined(reply.pieces, "text");
  const isWhole = endOf(reply).status === "completed";
  const items = [
    ...(text === "" ? [] : [(status: ItemStatus) => messageItem(id, text, status)]),
    ...callsOf(reply.pieces).map(
      (call, index) => (status: ItemStatus) => callItem(id, index, call, status),
    ),
  ];
  return [
    ...(reply.usage.reasoningTokens > 0 ? [reasoningItem(id)] : []),
    ...items.map((make, index) =>
      make(isWhole || index < items.length - 1 ? "completed" : "incomplete"),
    ),
  ];
}

/** What the model thought: nothing is told of it but that it did. */
export function reasoningItem(id: string) {
  return { id: `rs_${id}`, type: "reasoning", summary: [] };
}

/** What the model says; without text not begun. */
export function messageItem(id: string, text: string | undefined, status: ItemStatus) {
  const content = text === undefined ? [] : [textPart(text)];
  return { id: `msg_${id}`, type: "message", status, role: "assistant", content };
}

/** A function call, the reply's nth from 0. */
export function callItem(
  id: string,
  nth: number,
  { id: callId, name, argumentsText }: WholeCall,
  status: ItemStatus,
) {
  const own = `fc_${id}${nth.toString(16).padStart(2, "0")}`;
  return {
    id: own,
    type: "function_call",
    status,
    call_id: callId,
    name,
    arguments: argumentsText,
  };
}

/** The part of a message that holds its text. */
export function textPart(text: string) {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

/** The code of an error within a response; OpenAI always gives one there. */
export function codeOf({ code, type }: ApiError): string {
  return code ?? type;
}

function usageOf(usage: Usage) {
  const { promptTokens, cachedTokens, cacheWriteTokens, completionTokens, reasoningTokens } = usage;
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: cachedTokens, cache_write_tokens: cacheWriteTokens },
    output_tokens: completionTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: promptTokens + completionTokens,
  };
}
