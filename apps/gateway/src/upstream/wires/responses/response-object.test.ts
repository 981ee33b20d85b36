import { expect, it } from "vitest";
import { readResponse } from "./response-object.ts";

const message = (...content: readonly object[]) => ({ type: "message", content });
const text = (words: string) => ({ type: "output_text", text: words });

it("reads text, usage and how it ended", () => {
  const response = {
    status: "incomplete",
    incomplete_details: { reason: "max_output_tokens" },
    error: null,
    output: [
      { type: "reasoning", summary: [] },
      message(text("Hello, "), { type: "refusal", refusal: "no" }, text("you.")),
    ],
    usage: {
      input_tokens: 7,
      output_tokens: 3,
      input_tokens_details: { cached_tokens: 1, cache_write_tokens: 2 },
    },
  };
  expect(readResponse(response)).toEqual({
    text: "Hello, you.",
    usage: {
      inputTokens: 7,
      outputTokens: 3,
      cachedTokens: 1,
      cacheWriteTokens: 2,
      cacheWrite1hTokens: null,
      reasoningTokens: null,
    },
    finishReason: "max_output_tokens",
    error: null,
    hasOutput: true,
    argumentLengths: expect.any(Function),
  });
});

it.each([
  [{ status: "completed", output: [] }, false],
  [{ status: "completed", output: [message(text(""))] }, false],
  [{ status: "completed", output: [{ type: "reasoning" }] }, false],
  [{ status: "completed", output: [message({ type: "refusal", refusal: "no" })] }, true],
  [{ status: "completed", output: [{ type: "function_call", arguments: "{}" }] }, true],
  [{ status: "queued", output: [] }, true],
  [{ output: "no list" }, false],
])("%j has output: %s", (response, hasOutput) => {
  expect(readResponse(response).hasOutput).toBe(hasOutput);
});

it.each([
  [{ status: "failed", error: { code: "server_error", message: "It broke." } }, "It broke."],
  [{ status: "failed", error: null }, "its response is failed"],
  [{ status: "cancelled" }, "its response is cancelled"],
  [{ error: { message: "no" } }, "no"],
])("sees the failure in %j", (response, said) => {
  expect(readResponse(response).error?.message).toBe(said);
});
