import type OpenAI from "openai";
import type { StreamedCall } from "./measure-stream.ts";

/** What a client with tools of its own offers along with a question. */
export const CLIENT_TOOLS: OpenAI.ChatCompletionTool[] = [
  {
    type: "function",
    function: {
      name: "clock",
      description: "Tells the time and the date.",
      parameters: { type: "object", properties: {}, additionalProperties: false },
    },
  },
  {
    type: "function",
    function: {
      name: "calculator",
      description: "Works out an arithmetic expression.",
      parameters: {
        type: "object",
        properties: { expression: { type: "string" } },
        required: ["expression"],
        additionalProperties: false,
      },
    },
  },
];

/** The messages that answer a reply's tool calls: the calls again, and a result for each. */
export function answerCalls(
  calls: readonly StreamedCall[],
  clock: () => number,
): OpenAI.ChatCompletionMessageParam[] {
  const asked: OpenAI.ChatCompletionMessageParam = {
    role: "assistant",
    content: null,
    tool_calls: calls.map(({ id, name, argumentsText }) => ({
      id,
      type: "function",
      function: { name, arguments: argumentsText },
    })),
  };
  const results = calls.map(({ id, name }): OpenAI.ChatCompletionMessageParam => {
    // What the answer is does not matter to traffic, so nothing is evaluated here.
    const content = name === "clock" ? new Date(clock()).toISOString() : "84";
    return { role: "tool", tool_call_id: id, content };
  });
  return [asked, ...results];
}
