import { describe, expect, it } from "vitest";
import { toChannelError } from "../../channel-error.ts";
import { RequestFailure } from "../../../requests/index.ts";
import { ResponsesAnswerWriter } from "./responses-answer-writer.ts";
import { nextSequenceNumber } from "./responses-events.ts";

const head = { requestId: "R", model: "support", createdAt: 1_000, nowSeconds: () => 1_007 };

function eventsOf(text: string) {
  const blocks = text.split("\n\n").filter((block) => block !== "");
  return blocks.map((block): { type: string; response?: unknown; sequence_number: number } =>
    JSON.parse(block.slice(block.indexOf("data: ") + 6)),
  );
}

describe("a response that fails after it has begun", () => {
  it("says so as an error and as a response that failed, with what there was of it", () => {
    const writer = new ResponsesAnswerWriter(head, {});
    const failure = new RequestFailure("timeout", "local fell silent.");
    const text =
      writer.text("Half ") + writer.text("of") + writer.failed(toChannelError(failure, "R"));
    const events = eventsOf(text);
    expect(events.map(({ sequence_number: at }) => at)).toEqual([...events.keys()]);
    expect(events.slice(-2)).toMatchObject([
      { type: "error", code: "timeout", message: "local fell silent.", param: null },
      {
        type: "response.failed",
        response: {
          id: "resp_R",
          status: "failed",
          error: { code: "server_error", message: "local fell silent." },
          output: [{ status: "incomplete", content: [{ text: "Half of" }] }],
        },
      },
    ]);
  });
});

describe("nextSequenceNumber", () => {
  it.each([
    [null, 0],
    ["data: {}\n\n", 0],
    ['data: {"sequence_number": 7}\n\ndata: {"sequence_number":8,"x":1}\n\n', 9],
  ])("goes on after %j", (tail, next) => {
    expect(nextSequenceNumber(tail === null ? null : Buffer.from(tail))).toBe(next);
  });
});
