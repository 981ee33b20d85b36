import type { ApiError } from "../api-error.ts";
import type { Piece, Reply, Usage } from "../reply/reply.ts";
import { parseChatRequest } from "./chat-request.ts";
import type { Encoder, ReplyHead, Wire } from "./wire.ts";

/** OpenAI's chat completions. */
export const chatWire: Wire = {
  path: "/v1/chat/completions",
  parse: parseChatRequest,
  encoder: chatEncoder,
  errorBody: (error) => JSON.stringify(errorOf(error)),
};

const FINGERPRINT = "fp_practice";

function chatEncoder({ id, model, createdAtMs, includeUsage }: ReplyHead): Encoder {
  const common = { id: `chatcmpl-${id}`, created: Math.floor(createdAtMs / 1_000), model };
  const labels = { service_tier: "default", system_fingerprint: FINGERPRINT };
  const opening = JSON.stringify({
    id: common.id,
    object: "chat.completion.chunk",
    created: common.created,
    model,
    ...labels,
  }).slice(0, -1);
  // Put together by hand: this is done once a token, and all but the delta is always the same.
  const before = `data: ${opening},"choices":[{"index":0,"delta":`;
  const noUsage = includeUsage ? ',"usage":null' : "";
  const chunk = (delta: string, finishReason: string | null = null) =>
    `${before}${delta},"logprobs":null,"finish_reason":${JSON.stringify(finishReason)}}]${noUsage}}\n\n`;

  return {
    head: () => chunk('{"role":"assistant","content":"","refusal":null}'),
    piece: (piece) => chunk(deltaOf(piece)),
    tail: ({ finishReason, usage }) => {
      const usageChunk = `data: ${opening},"choices":[],"usage":${JSON.stringify(usageOf(usage))}}\n\n`;
      return `${chunk("{}", finishReason)}${includeUsage ? usageChunk : ""}data: [DONE]\n\n`;
    },
    whole: (reply) =>
      JSON.stringify({
        id: common.id,
        object: "chat.completion",
        created: common.created,
        model,
        choices: [
          {
            index: 0,
            message: messageOf(reply),
            logprobs: null,
            finish_reason: reply.finishReason,
          },
        ],
        usage: usageOf(reply.usage),
        ...labels,
      }),
    error: (error) => `data: ${JSON.stringify(errorOf(error))}\n\n`,
  };
}

function deltaOf(piece: Piece): string {
  switch (piece.kind) {
    case "text":
      return `{"content":${JSON.stringify(piece.text)}}`;
    case "call":
      return `{"tool_calls":[${JSON.stringify({ index: piece.index, ...callOf(piece, "") })}]}`;
    case "arguments":
      return `{"tool_calls":[{"index":${piece.index},"function":{"arguments":${JSON.stringify(piece.text)}}}]}`;
    default:
      return piece satisfies never;
  }
}

function callOf({ id, name }: Extract<Piece, { kind: "call" }>, argumentsText: string) {
  return { id, type: "function", function: { name, arguments: argumentsText } };
}

function messageOf({ pieces }: Reply) {
  const calls = pieces
    .filter((piece) => piece.kind === "call")
    .map((call) => callOf(call, joined(pieces, "arguments", call.index)));
  const content = calls.length > 0 ? null : joined(pieces, "text");
  const toolCalls = calls.length > 0 && { tool_calls: calls };
  return { role: "assistant", content, ...toolCalls, refusal: null, annotations: [] };
}

function joined(pieces: readonly Piece[], kind: "text" | "arguments", index?: number): string {
  return pieces
    .map((piece) => {
      if (piece.kind === "call" || piece.kind !== kind) return "";
      return piece.kind === "arguments" && piece.index !== index ? "" : piece.text;
    })
    .join("");
}

function usageOf({ promptTokens, cachedTokens, completionTokens, reasoningTokens }: Usage) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function errorOf({ message, type, param, code }: ApiError) {
  return { error: { message, type, param, code } };
}
