import { describe, expect, it } from "vitest";
import { parseChatChunk, readUsage } from "./chat-chunk.ts";
import { readRetryAfterMs } from "../../failure.ts";

describe("what a provider can't mean", () => {
  it.each([-1, 1e308, Number.NaN, "7", null])("%s tokens are no count", (count) => {
    const usage = readUsage({
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: { cached_tokens: count },
      completion_tokens_details: { reasoning_tokens: count },
    });
    expect(new Set(Object.values(usage))).toEqual(new Set([null]));
  });

  it("a finish reason of a megabyte is cut", () => {
    const chunk = { choices: [{ delta: {}, finish_reason: "x".repeat(1_000_000) }] };
    expect(parseChatChunk(JSON.stringify(chunk))?.finishReason).toHaveLength(200);
  });

  it.each([
    { "retry-after": "1e308" },
    { "retry-after-ms": "1e308" },
    { "retry-after": "Fri, 31 Dec 9999 23:59:59 GMT" },
  ])("a wait of ages is a day: %o", (headers) => {
    expect(readRetryAfterMs(headers, 0)).toBe(24 * 60 * 60 * 1_000);
  });
});
