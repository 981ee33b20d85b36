import type { Usage } from "@signalbox/api-contract";
import type { AgentAnswer } from "../../../agent/index.ts";
import type { ChannelError } from "../../channel-error.ts";
import type { AnswerHead, AnswerWriter } from "../../face.ts";
import { openAiErrorBody } from "../openai-dialect.ts";

/** An answer in OpenAI's chat wire: chunk by chunk, or whole. */
export class ChatAnswerWriter implements AnswerWriter {
  readonly #head: AnswerHead;
  readonly #wantsUsage: boolean;
  #hasBegun = false;

  constructor(head: AnswerHead, wantsUsage: boolean) {
    this.#head = head;
    this.#wantsUsage = wantsUsage;
  }

  text(content: string): string {
    return this.#begin() + this.#chunk([{ index: 0, delta: { content }, finish_reason: null }]);
  }

  end({ usage, finishReason }: AgentAnswer): string {
    const reason = toFinishReason(finishReason);
    const last = this.#chunk([{ index: 0, delta: {}, finish_reason: reason }]);
    const counts = toUsage(usage);
    const told = this.#wantsUsage && counts !== undefined ? this.#chunk([], counts) : "";
    return `${this.#begin()}${last}${told}data: [DONE]\n\n`;
  }

  whole({ text, usage, finishReason }: AgentAnswer): string {
    return JSON.stringify({
      ...this.#members("chat.completion"),
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: text, refusal: null },
          logprobs: null,
          finish_reason: toFinishReason(finishReason),
        },
      ],
      usage: toUsage(usage),
    });
  }

  failed(error: ChannelError): string {
    return `data: ${openAiErrorBody(error)}\n\n`;
  }

  /** The role comes first and alone. */
  #begin(): string {
    if (this.#hasBegun) return "";
    this.#hasBegun = true;
    const delta = { role: "assistant", content: "" };
    return this.#chunk([{ index: 0, delta, finish_reason: null }]);
  }

  #chunk(choices: readonly unknown[], usage?: unknown): string {
    const chunk = { ...this.#members("chat.completion.chunk"), choices, usage };
    return `data: ${JSON.stringify(chunk)}\n\n`;
  }

  #members(object: string) {
    const { requestId, model, createdAt } = this.#head;
    return { id: `chatcmpl-${requestId}`, object, created: createdAt, model };
  }
}

/** A run that used up its steps stopped for length; to its client no tool is left to call. */
function toFinishReason(reason: string | null): string {
  if (reason === "length" || reason === "tool-calls") return "length";
  return reason === "content-filter" ? "content_filter" : "stop";
}

/** Counts that nobody knows are left out: 0 would be a lie. */
function toUsage(usage: Usage) {
  if (usage.source === "unknown") return undefined;
  const { inputTokens, outputTokens, totalTokens, cachedTokens, reasoningTokens } = usage;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: totalTokens,
    ...(cachedTokens !== null && { prompt_tokens_details: { cached_tokens: cachedTokens } }),
    ...(reasoningTokens !== null && {
      completion_tokens_details: { reasoning_tokens: reasoningTokens },
    }),
  };
}
