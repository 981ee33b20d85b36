import { describe, expect, it } from "vitest";
import { parseWebhookMessage } from "./webhook-message.ts";

const parse = (payload: object) => parseWebhookMessage(JSON.stringify(payload));

describe("a payload", () => {
  it("may say what the agent is told, in which session, and as which request", () => {
    expect(parse({ type: "x", message: "Hello.", sessionId: "s-1", requestId: "r-1" })).toEqual({
      message: "Hello.",
      sessionId: "s-1",
      requestId: "r-1",
    });
  });

  it.each([{ data: { id: 7 } }, { message: { text: "Hello." } }, { message: "" }])(
    "is told as it is where it holds no text to tell: %j",
    (payload) => {
      expect(parse(payload)).toEqual({
        message: JSON.stringify(payload, null, 2),
        sessionId: null,
        requestId: null,
      });
    },
  );

  it("is told without indents where they would make it many times as large", () => {
    const deep = `{"a":${"[".repeat(100)}${Array.from({ length: 9_000 }, () => "1").join(",")}${"]".repeat(100)}}`;
    expect(deep.length).toBeLessThan(65_536);
    expect(parseWebhookMessage(deep).message).toBe(deep);
    const long = JSON.stringify({ a: "b".repeat(70_000) });
    expect(parseWebhookMessage(long).message).toBe(long);
  });

  it.each([
    ["[1]", "invalid"],
    ["nothing", "invalid"],
    [JSON.stringify({ message: "a", sessionId: "with spaces" }), "invalid"],
    [JSON.stringify({ message: "a", requestId: 7 }), "invalid"],
    [JSON.stringify({ message: "a".repeat(1_000_001) }), "too_large"],
  ])("is refused where it can't be taken: %.40s", (text, code) => {
    expect(() => parseWebhookMessage(text)).toThrow(expect.objectContaining({ code }));
  });
});
