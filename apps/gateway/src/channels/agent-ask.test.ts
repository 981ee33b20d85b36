import { describe, expect, it } from "vitest";
import { askOf, type AskInput } from "./agent-ask.ts";
import { objectOf, type JsonObject } from "./json-body.ts";

const names: AskInput["names"] = {
  maxOutputTokens: ["max_completion_tokens", "max_tokens"],
  stop: "stop",
  format: (body) => objectOf(body["response_format"]),
};

const agent = { name: "support", tools: ["clock"] };

function ask(body: JsonObject, messages: JsonObject[] = [{ role: "user", content: "Hi." }]) {
  return askOf({ agent, body, messages, names });
}

describe("askOf", () => {
  it("keeps who said what, in order, and leaves out what says nothing", () => {
    const { messages } = ask({}, [
      { role: "developer", content: "Be kind." },
      { role: "user", content: "Hi." },
      { role: "assistant", content: null, tool_calls: [{}] },
      { role: "tool", content: "12:00" },
      { role: "assistant", content: [{ type: "text", text: "Noon." }] },
      { role: "user", content: [{ type: "text", text: "And now?" }] },
    ]);
    expect(messages).toEqual([
      { role: "system", content: "Be kind." },
      { role: "user", content: "Hi." },
      { role: "user", content: "12:00" },
      { role: "assistant", content: "Noon." },
      { role: "user", content: "And now?" },
    ]);
  });

  it("takes what a client may set, under the first name that it has", () => {
    const set = { max_completion_tokens: 5, max_tokens: 9, temperature: 0.5, top_p: 1, stop: "x" };
    expect(ask(set).settings).toEqual({
      maxOutputTokens: 5,
      temperature: 0.5,
      topP: 1,
      stopSequences: ["x"],
    });
    expect(ask({ temperature: null }).settings).toEqual({});
  });

  it.each([
    [{ max_tokens: "9" }, "max_tokens must be a whole number of 1 or more"],
    [{ max_tokens: -1 }, "max_tokens must be a whole number"],
    [{ max_tokens: 0 }, "max_tokens must be a whole number"],
    [{ max_tokens: 1.5 }, "max_tokens must be a whole number"],
    [{ max_completion_tokens: 5, max_tokens: 1e300 }, "max_tokens must be a whole number"],
    [{ temperature: 2.1 }, "temperature must be a number from 0 to 2"],
    [{ temperature: -1 }, "temperature must be a number"],
    [{ top_p: "1" }, "top_p must be a number from 0 to 1"],
    [{ top_p: Number.POSITIVE_INFINITY }, "top_p must be a number"],
    [{ stop: [1] }, "stop must be a text or a list of texts"],
    [{ tools: [{}] }, "it has its own (clock)"],
    [{ functions: [{}] }, "calls no tools of its clients"],
    [
      { response_format: { type: "json_schema" } },
      "answers in text, not in the format json_schema",
    ],
  ])("refuses %j", (body, said) => {
    expect(() => ask(body)).toThrow(said);
  });

  it.each([
    { tools: [] },
    { tools: [{}], tool_choice: "none" },
    { tools: [{}], tool_choice: { type: "none" } },
    { response_format: { type: "text" } },
  ])("takes %j", (body) => {
    expect(ask(body).messages).toHaveLength(1);
  });

  it("refuses a conversation in which nobody says anything", () => {
    expect(() => ask({}, [{ role: "system", content: "Be kind." }])).toThrow("no message");
  });
});
