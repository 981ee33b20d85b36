import type { Piece, Reply, Usage, WholeCall } from "../../reply/reply.ts";
import { callsOf, joined } from "../../reply/reply.ts";
import { openAiError, openAiFace } from "../openai-face.ts";
import type { Encoder, ReplyHead, Wire } from "../wire.ts";
import { askReply } from "../wire.ts";
import { parseChatRequest } from "./chat-request.ts";

/** OpenAI's chat completions. */
export const chatWire: Wire = {
  path: "/v1/chat/completions",
  face: openAiFace,
  ask: (body) => askReply(parseChatRequest(body), chatEncoder),
};

const FINGERPRINT = "fp_practice";

function chatEncoder({ id, model, createdAtMs, prompt: { includeUsage } }: ReplyHead): Encoder {
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
    aside: (text) => chunk(deltaOf({ kind: "text", text })),
    halfEvent: () => 'data: {"id":"chatcmpl-","choices":[{"delta":{"content":"half a\n\n',
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
    error: (error) => `data: ${JSON.stringify(openAiError(error))}\n\n`,
  };
}

function deltaOf(piece: Piece): string {
  switch (piece.kind) {
    case "text":
      return `{"content":${JSON.stringify(piece.text)}}`;
    case "call":
      return `{"tool_calls":[${JSON.stringify({ index: piece.index, ...callOf({ ...piece, argumentsText: "" }) })}]}`;
    case "arguments":
      return `{"tool_calls":[{"index":${piece.index},"function":{"arguments":${JSON.stringify(piece.text)}}}]}`;
    default:
      return piece satisfies never;
  }
}

function callOf({ id, name, argumentsText }: WholeCall) {
  return { id, type: "function", function: { name, arguments: argumentsText } };
}

function messageOf({ pieces }: Reply) {
  const calls = callsOf(pieces).map(callOf);
  const content = calls.length > 0 ? null : joined(pieces, "text");
  const toolCalls = calls.length > 0 && { tool_calls: calls };
  return { role: "assistant", content, ...toolCalls, refusal: null, annotations: [] };
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
