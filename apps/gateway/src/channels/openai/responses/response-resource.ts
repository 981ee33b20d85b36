import type { Usage } from "@signalbox/api-contract";
import type { AnswerHead } from "../../face.ts";
import { objectOf, type JsonObject } from "../../json-body.ts";

/** What changes of a response while it is made. */
export interface ResponseState {
  readonly status: "in_progress" | "completed" | "incomplete" | "failed";
  readonly output: readonly unknown[];
  readonly usage?: Usage;
  /** Epoch seconds. */
  readonly completedAt?: number;
  readonly incompleteReason?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** A response as OpenAI writes it, with what was asked for repeated in it. */
export function responseResource(head: AnswerHead, body: JsonObject, state: ResponseState) {
  const { status, output, usage, completedAt, incompleteReason, error } = state;
  return {
    id: `resp_${head.requestId}`,
    object: "response",
    created_at: head.createdAt,
    completed_at: completedAt ?? null,
    status,
    background: false,
    error: error ?? null,
    incomplete_details: incompleteReason === undefined ? null : { reason: incompleteReason },
    instructions: textOr(body["instructions"], null),
    max_output_tokens: numberOr(body["max_output_tokens"], null),
    max_tool_calls: null,
    model: head.model,
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    prompt_cache_key: null,
    presence_penalty: 0,
    frequency_penalty: 0,
    reasoning: { effort: null, summary: null },
    safety_identifier: null,
    service_tier: "default",
    store: false,
    temperature: numberOr(body["temperature"], 1),
    text: { format: { type: "text" } },
    tool_choice: "auto",
    tools: [],
    top_logprobs: 0,
    top_p: numberOr(body["top_p"], 1),
    truncation: "disabled",
    usage: usage === undefined ? null : toUsage(usage),
    user: null,
    metadata: objectOf(body["metadata"]),
  };
}

function toUsage({ inputTokens, outputTokens, totalTokens, cachedTokens, reasoningTokens }: Usage) {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: cachedTokens ?? 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens ?? 0 },
    total_tokens: totalTokens,
  };
}

function numberOr<T>(value: unknown, otherwise: T): number | T {
  return typeof value === "number" ? value : otherwise;
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === "string" ? value : otherwise;
}
