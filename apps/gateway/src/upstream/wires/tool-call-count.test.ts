import { describe, expect, it } from "vitest";
import { readChatAnswer } from "./chat/chat-answer.ts";
import { ChatEvents } from "./chat/chat-events.ts";
import { MessagesEvents } from "./messages/messages-events.ts";
import { readMessagesAnswer } from "./messages/messages-answer.ts";
import { ResponsesEvents } from "./responses/responses-events.ts";
import { readResponse } from "./responses/response-object.ts";
import { readStream } from "./testing/read-stream.ts";
import { ToolCallCount } from "./tool-call-count.ts";

const maxCalls = 200;
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const chat = (toolCalls: readonly unknown[]) => ({
  choices: [{ delta: { tool_calls: toolCalls } }],
});
const chatPiece = (index: number | undefined, text: string) =>
  chat([{ index, function: { arguments: text } }]);
const chatStart = (index: number) =>
  chat([{ index, id: `c${index}`, type: "function", function: { name: "f", arguments: "{}" } }]);
const block = (index: number, input: unknown = {}) => ({
  type: "content_block_start",
  index,
  content_block: { type: "tool_use", id: `c${index}`, name: "f", input },
});
const blockPiece = (index: number, text: string) => ({
  type: "content_block_delta",
  index,
  delta: { type: "input_json_delta", partial_json: text },
});
const item = (type: "added" | "done", index: number, text = "") => ({
  type: `response.output_item.${type}`,
  output_index: index,
  item: { type: "function_call", call_id: `c${index}`, name: "f", arguments: text },
});
const itemPiece = (index: number, text: string) => ({
  type: "response.function_call_arguments.delta",
  output_index: index,
  delta: text,
});

const readers = {
  chat: () => new ChatEvents(false),
  messages: () => new MessagesEvents(),
  responses: () => new ResponsesEvents(),
} as const;

function read(
  wire: keyof typeof readers,
  events: readonly unknown[],
  max: number | null = maxCalls,
) {
  const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  return readStream(readers[wire](), Buffer.from(text), [], max);
}

describe("a stream of tool calls", () => {
  it.each<[keyof typeof readers, string, (index: number) => unknown]>([
    ["chat", "each in its place", chatStart],
    ["chat", "without places", () => chatPiece(undefined, "{}")],
    ["messages", "as blocks", block],
    ["responses", "that begin", (index) => item("added", index)],
    ["responses", "that all end in one place", () => item("done", 0)],
  ])("of the wire %s, %s, is given up where there are more than make sense", (wire, _, make) => {
    expect(read(wire, times(maxCalls, make)).malformed).toBeNull();
    const { malformed, passed } = read(wire, times(maxCalls + 50, make));
    expect(malformed).toBe("more than 200 tool calls in one answer");
    // What is too much does not reach who would make the calls.
    expect(passed.match(/data:/g)).toHaveLength(maxCalls);
    expect(read(wire, times(maxCalls + 50, make), null).malformed).toBeNull();
  });

  it("is given up at a place so far out that all before it would take room", () => {
    expect(read("chat", [chatStart(4_294_967_290)])).toMatchObject({
      malformed: "more than 200 tool calls in one answer",
      passed: "",
    });
  });

  const large = "x".repeat(64 * 1024);
  it.each<[keyof typeof readers, (text: string) => unknown]>([
    ["chat", (text) => chatPiece(0, text)],
    ["messages", (text) => blockPiece(0, text)],
    ["messages", (text) => block(0, { text })],
    ["responses", (text) => itemPiece(0, text)],
    ["responses", (text) => item("done", 0, text)],
  ])("of the wire %s is given up where they are handed too much: %s", (wire, make) => {
    expect(
      read(
        wire,
        times(15, () => make(large)),
      ).malformed,
    ).toBeNull();
    expect(
      read(
        wire,
        times(17, () => make(large)),
      ).malformed,
    ).toBe("more than 1048576 bytes of arguments for tools");
  });

  it("is given up where one call comes in so many pieces that reading them is work", () => {
    for (const [wire, make] of [
      ["chat", chatPiece],
      ["messages", blockPiece],
      ["responses", itemPiece],
    ] as const) {
      expect(
        read(
          wire,
          times(20_000, () => make(0, "[")),
        ).malformed,
      ).toBeNull();
      expect(
        read(
          wire,
          times(40_000, () => make(0, "[")),
        ).malformed,
      ).toBe("a tool call's arguments in too many pieces");
    }
  });

  it("is seen whatever the escapes that its name is written in", () => {
    const event = String.raw`{"choices":[{"delta":{"content":"a","tool\u005fcalls":[{"index":9999}]}}]}`;
    const { malformed } = readStream(
      new ChatEvents(false),
      Buffer.from(`data: ${event}\n`),
      [],
      200,
    );
    expect(malformed).toBe("more than 200 tool calls in one answer");
  });
});

it("knows of whole answers how long each call's arguments are", () => {
  const calls = [{ function: { arguments: "{}" } }, { function: { arguments: '{"a":1}' } }];
  const body = (answer: unknown): Buffer => Buffer.from(JSON.stringify(answer));
  const chatAnswer = readChatAnswer(body({ choices: [{ message: { tool_calls: calls } }] }));
  expect(chatAnswer?.argumentLengths?.()).toEqual([2, 7]);
  const content = [
    { type: "text", text: "a" },
    { type: "tool_use", input: { a: 1 } },
  ];
  expect(readMessagesAnswer(body({ content }))?.argumentLengths?.()).toEqual([7]);
  const output = [
    { type: "reasoning" },
    { type: "function_call", arguments: "{}" },
    { type: "custom_tool_call", input: "abc" },
  ];
  expect(readResponse({ output }).argumentLengths?.()).toEqual([2, 3]);
  const count = new ToolCallCount(1);
  count.addWhole(2);
  expect(count.excess).toBeNull();
  count.addWhole(2);
  expect(count.excess).not.toBeNull();
});
