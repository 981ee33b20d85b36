import { expect, it } from "vitest";
import { asMessagesPrompt } from "./messages-prompt.ts";
import type { SdkMessage, SdkPrompt } from "./sdk-model.ts";

const exchange = (toolCallId: string): SdkPrompt => [
  {
    role: "assistant",
    content: [{ type: "tool-call", toolCallId, toolName: "clock", input: {} }],
  },
  {
    role: "tool",
    content: [
      { type: "tool-result", toolCallId, toolName: "clock", output: { type: "text", value: "1" } },
    ],
  },
];

const idOf = (message: SdkMessage | undefined): unknown => {
  const part = typeof message?.content === "string" ? undefined : message?.content[0];
  return part !== undefined && "toolCallId" in part ? part.toolCallId : undefined;
};

it("puts system messages at the front, in their order", () => {
  const system = (content: string): SdkMessage => ({ role: "system", content });
  const hello: SdkMessage = { role: "user", content: [{ type: "text", text: "Hello." }] };
  expect(asMessagesPrompt([system("a"), hello, system("b")])).toEqual([
    system("a"),
    system("b"),
    hello,
  ]);
});

it("keeps ids of tool calls that the wire takes", () => {
  const prompt = exchange("toolu_01-x");
  expect(asMessagesPrompt(prompt)).toEqual(prompt);
});

it("gives others an id that it takes: the same for a call and its result, another for another call", () => {
  const [call, result, other] = asMessagesPrompt([
    ...exchange("functions.clock:0"),
    ...exchange("functions.clock:1"),
  ]);
  expect(idOf(call)).toMatch(/^[\w-]{1,64}$/);
  expect(idOf(result)).toBe(idOf(call));
  expect(idOf(other)).not.toBe(idOf(call));
});
