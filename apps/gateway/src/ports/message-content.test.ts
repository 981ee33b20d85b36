import { expect, test } from "vitest";
import { contentOf } from "./message-content.ts";

test("a text is itself", () => {
  expect(contentOf("Hello.")).toEqual({ text: "Hello.", tools: [] });
});

test("a tool's call tells its name and its input beside what was said", () => {
  const call = { type: "tool-call", toolCallId: "1", toolName: "clock", input: { zone: "UTC" } };
  expect(contentOf([{ type: "text", text: "I look." }, call])).toEqual({
    text: 'I look.\nclock {"zone":"UTC"}',
    tools: ["clock"],
  });
});

test("a tool's answer is its value, whatever type it is of", () => {
  const result = (output: unknown) => [{ type: "tool-result", toolName: "clock", output }];
  expect(contentOf(result({ type: "text", value: "It is 9." }))).toEqual({
    text: "It is 9.",
    tools: ["clock"],
  });
  expect(contentOf(result({ type: "json", value: { hour: 9 } })).text).toBe('{"hour":9}');
});

test("what is none of it is told as it is stored", () => {
  expect(contentOf([{ type: "file", data: "x" }, null])).toEqual({
    text: '{"type":"file","data":"x"}\nnull',
    tools: [],
  });
  expect(contentOf({ odd: 1 })).toEqual({ text: '{"odd":1}', tools: [] });
});
