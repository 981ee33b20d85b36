import { expect, it } from "vitest";
import { readMessagesAnswer } from "./messages-answer.ts";

const read = (answer: unknown) => readMessagesAnswer(Buffer.from(JSON.stringify(answer)));

it("reads text, usage and why it ended", () => {
  const answer = {
    type: "message",
    content: [
      { type: "thinking", thinking: "hm", signature: "x" },
      { type: "text", text: "Hello, " },
      { type: "text", text: "you." },
    ],
    stop_reason: "end_turn",
    usage: { input_tokens: 5, cache_read_input_tokens: 100, output_tokens: 7 },
  };
  expect(read(answer)).toEqual({
    text: "Hello, you.",
    usage: {
      inputTokens: 105,
      outputTokens: 7,
      cachedTokens: 100,
      cacheWriteTokens: null,
      cacheWrite1hTokens: null,
      reasoningTokens: null,
    },
    finishReason: "end_turn",
    error: null,
    hasOutput: true,
    argumentLengths: expect.any(Function),
  });
});

it.each([
  [[{ type: "tool_use", id: "a", name: "clock", input: {} }], true],
  [[{ type: "text", text: "" }], false],
  [[], false],
  ["no list", false],
])("%j is output: %s", (content, hasOutput) => {
  expect(read({ content, stop_reason: "refusal" })?.hasOutput).toBe(hasOutput);
});

it("sees an error in a 200, and no answer in what is no object", () => {
  const error = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
  expect(read(error)?.error).toEqual({
    message: "Overloaded",
    type: "overloaded_error",
    code: null,
  });
  expect(readMessagesAnswer(Buffer.from("<html>"))).toBeNull();
});
