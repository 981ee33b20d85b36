import type { Usage } from "@signalbox/api-contract";
import type { AgentAnswer } from "../../agent/index.ts";

export interface ChatChunkWriterOptions {
  readonly id: string;
  readonly model: string;
  /** Epoch seconds. */
  readonly created: number;
  readonly write: (text: string) => void;
}

/** An answer in OpenAI's chat wire: chunk by chunk, or whole. */
export class ChatChunkWriter {
  readonly #options: ChatChunkWriterOptions;
  #hasBegun = false;

  constructor(options: ChatChunkWriterOptions) {
    this.#options = options;
  }

  text(content: string): void {
    this.#begin();
    this.#chunk([{ index: 0, delta: { content }, finish_reason: null }]);
  }

  end({ usage, finishReason }: AgentAnswer, wantsUsage: boolean): void {
    this.#begin();
    this.#chunk([{ index: 0, delta: {}, finish_reason: toFinishReason(finishReason) }]);
    if (wantsUsage) this.#chunk([], toUsage(usage));
    this.#options.write("data: [DONE]\n\n");
  }

  whole({ text, usage, finishReason }: AgentAnswer): string {
    const { id, model, created } = this.#options;
    return JSON.stringify({
      id,
      object: "chat.completion",
      created,
      model,
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

  /** The role comes first and alone. */
  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#chunk([{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }]);
  }

  #chunk(choices: readonly unknown[], usage?: unknown): void {
    const { id, model, created, write } = this.#options;
    const chunk = { id, object: "chat.completion.chunk", created, model, choices, usage };
    write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
}

/** A run that used up its steps stopped for length; to its client no tool is left to call. */
function toFinishReason(reason: string | null): string {
  if (reason === "length" || reason === "tool-calls") return "length";
  return reason === "content-filter" ? "content_filter" : "stop";
}

function toUsage(usage: Usage) {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.totalTokens,
  };
}
