import { describe, expect, it } from "vitest";
import type { AgentAnswer } from "../agent/index.ts";
import { MessageAnswerWriter } from "./anthropic/messages/message-answer-writer.ts";
import { ChatAnswerWriter } from "./openai/chat/chat-answer-writer.ts";
import { ResponsesAnswerWriter } from "./openai/responses/responses-answer-writer.ts";

const head = { requestId: "R", model: "support", createdAt: 1_000, nowSeconds: () => 1_007 };

const usage: AgentAnswer["usage"] = {
  inputTokens: 100,
  outputTokens: 20,
  totalTokens: 120,
  cachedTokens: 64,
  reasoningTokens: 8,
  source: "reported",
};

function answer(change: Partial<AgentAnswer> = {}): AgentAnswer {
  const ended = { text: "Hi.", usage, finishReason: "stop", steps: 1, messages: [] };
  return { ...ended, provider: "local", model: "swift-1", ...change };
}

const writers = {
  chat: () => new ChatAnswerWriter(head, true),
  responses: () => new ResponsesAnswerWriter(head, {}),
  messages: () => new MessageAnswerWriter(head),
} as const;

type WriterName = keyof typeof writers;

function whole(name: WriterName, change?: Partial<AgentAnswer>): unknown {
  return JSON.parse(writers[name]().whole(answer(change)));
}

describe("why an answer ended", () => {
  const chat = (finish_reason: string) => ({ choices: [{ finish_reason }] });
  const message = (stop_reason: string) => ({ stop_reason });
  const incomplete = (reason: string) => ({ status: "incomplete", incomplete_details: { reason } });
  const completed = { status: "completed", incomplete_details: null, completed_at: 1_007 };

  it.each<[string | null, ...[WriterName, object][]]>([
    ["stop", ["chat", chat("stop")], ["responses", completed], ["messages", message("end_turn")]],
    [null, ["chat", chat("stop")], ["responses", completed], ["messages", message("end_turn")]],
    [
      "length",
      ["chat", chat("length")],
      ["responses", incomplete("max_output_tokens")],
      ["messages", message("max_tokens")],
    ],
    [
      "tool-calls",
      ["chat", chat("length")],
      ["responses", incomplete("max_output_tokens")],
      ["messages", message("max_tokens")],
    ],
    [
      "content-filter",
      ["chat", chat("content_filter")],
      ["responses", incomplete("content_filter")],
      ["messages", message("refusal")],
    ],
  ])("%s is told in each wire's own words", (finishReason, ...told) => {
    for (const [name, expected] of told) {
      expect(whole(name, { finishReason })).toMatchObject(expected);
    }
  });
});

describe("how many tokens it took", () => {
  it.each<[WriterName, object]>([
    [
      "chat",
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        prompt_tokens_details: { cached_tokens: 64 },
        completion_tokens_details: { reasoning_tokens: 8 },
      },
    ],
    [
      "responses",
      {
        input_tokens: 100,
        output_tokens: 20,
        total_tokens: 120,
        input_tokens_details: { cached_tokens: 64 },
        output_tokens_details: { reasoning_tokens: 8 },
      },
    ],
    ["messages", { input_tokens: 36, cache_read_input_tokens: 64, output_tokens: 20 }],
  ])("is counted as %s counts", (name, counts) => {
    expect(whole(name)).toMatchObject({ usage: counts });
  });

  it("is not made up where nobody knows", () => {
    const unknown = {
      usage: { ...usage, inputTokens: 0, outputTokens: 0, source: "unknown" },
    } as const;
    expect(whole("chat", unknown)).not.toHaveProperty("usage");
    expect(whole("responses", unknown)).toMatchObject({ usage: null });
    expect(writers.chat().end(answer(unknown))).not.toContain("usage");
  });
});

describe("a stream in which nothing was said", () => {
  it.each<[WriterName, string, string]>([
    ["chat", '"delta":{"role":"assistant","content":""}', "data: [DONE]"],
    ["responses", "event: response.created", "event: response.completed"],
    ["messages", "event: message_start", "event: message_stop"],
  ])("begins and ends all the same: %s", (name, first, last) => {
    const stream = writers[name]().end(answer({ text: "" }));
    const begun = stream.indexOf(first);
    expect(begun).not.toBe(-1);
    expect(stream.lastIndexOf(last)).toBeGreaterThan(begun);
  });
});
