import type { Usage } from "@signalbox/api-contract";
import type { AgentAnswer } from "../../../agent/index.ts";
import type { ChannelError } from "../../channel-error.ts";
import type { AnswerHead, AnswerWriter } from "../../face.ts";
import type { JsonObject } from "../../json-body.ts";
import { anthropicErrorEvent } from "../anthropic-dialect.ts";

/** An agent's answer as one message with one block of text: event by event, or whole. */
export class MessageAnswerWriter implements AnswerWriter {
  readonly #head: AnswerHead;
  #hasBegun = false;

  constructor(head: AnswerHead) {
    this.#head = head;
  }

  text(delta: string): string {
    return (
      this.#begin() +
      event("content_block_delta", { index: 0, delta: { type: "text_delta", text: delta } })
    );
  }

  end({ usage, finishReason }: AgentAnswer): string {
    const delta = { stop_reason: toStopReason(finishReason), stop_sequence: null };
    return [
      this.#begin(),
      event("content_block_stop", { index: 0 }),
      event("message_delta", { delta, usage: toUsage(usage) }),
      event("message_stop", {}),
    ].join("");
  }

  whole({ text, usage, finishReason }: AgentAnswer): string {
    const content = [{ type: "text", text, citations: null }];
    return JSON.stringify(this.#message(content, toStopReason(finishReason), toUsage(usage)));
  }

  failed(error: ChannelError): string {
    return anthropicErrorEvent(error);
  }

  /** Tokens are counted when all steps are done: until then they are none. */
  #begin(): string {
    if (this.#hasBegun) return "";
    this.#hasBegun = true;
    return [
      event("message_start", { message: this.#message([], null, noTokens) }),
      event("content_block_start", {
        index: 0,
        content_block: { type: "text", text: "", citations: null },
      }),
    ].join("");
  }

  #message(content: readonly unknown[], stopReason: string | null, usage: JsonObject) {
    return {
      id: `msg_${this.#head.requestId}`,
      type: "message",
      role: "assistant",
      model: this.#head.model,
      content,
      stop_reason: stopReason,
      stop_sequence: null,
      usage,
    };
  }
}

function event(type: string, members: JsonObject): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...members })}\n\n`;
}

/** A run that used up its steps stopped for length; to its client no tool is left to call. */
function toStopReason(reason: string | null): string {
  if (reason === "length" || reason === "tool-calls") return "max_tokens";
  return reason === "content-filter" ? "refusal" : "end_turn";
}

const noTokens = {
  input_tokens: 0,
  output_tokens: 0,
  cache_creation_input_tokens: null,
  cache_read_input_tokens: null,
} as const;

/** What was read from a cache is counted apart from the rest of the input. */
function toUsage({ inputTokens, outputTokens, cachedTokens }: Usage) {
  return {
    input_tokens: Math.max(inputTokens - (cachedTokens ?? 0), 0),
    output_tokens: outputTokens,
    cache_creation_input_tokens: null,
    cache_read_input_tokens: cachedTokens,
  };
}
