import { describe, expect, it } from "vitest";
import { Random } from "../../random.ts";
import type { Prompt, ToolChoice } from "./prompt.ts";
import { planCalls } from "./tool-calls.ts";

const CLOCK = { name: "clock", parameters: { type: "object", properties: {} } };
const CALCULATOR = {
  name: "calculator",
  parameters: {
    type: "object",
    properties: { expression: { type: "string" } },
    required: ["expression"],
  },
};
const SEARCH = {
  name: "docs_search",
  parameters: { type: "object", properties: { query: { type: "string" } }, required: ["query"] },
};

function plan(text: string, changes: Partial<Prompt> = {}, seed = 1) {
  const prompt: Prompt = {
    model: "swift-1",
    stream: true,
    includeUsage: false,
    messages: [{ role: "user", text }],
    tools: [CLOCK, CALCULATOR, SEARCH],
    toolChoice: { kind: "auto" },
    parallelCalls: true,
    stop: [],
    ...changes,
  };
  return planCalls(prompt, new Random(seed)).map(({ name, argumentsText }) => [
    name,
    JSON.parse(argumentsText) as unknown, // Printed to be compared, not used.
  ]);
}

describe("planCalls", () => {
  it.each(["What time is it?", "What's the date today?", "tell me the current time"])(
    "looks at the clock for %j",
    (text) => {
      expect(plan(text)).toEqual([["clock", {}]]);
    },
  );

  it("hands the calculation to the calculator", () => {
    expect(plan("What is 12 * (3+4)?")).toEqual([["calculator", { expression: "12 * (3+4)" }]]);
  });

  it("takes the parameter's name from the schema", () => {
    const tools = [
      {
        name: "math",
        parameters: {
          type: "object",
          properties: { digits: { type: "integer", default: 2 }, formula: { type: "string" } },
          required: ["digits", "formula"],
        },
      },
    ];
    expect(plan("1 + 1", { tools })).toEqual([["math", { digits: 2, formula: "1 + 1" }]]);
  });

  it("calls both where both are asked for, and one where that is all the client takes", () => {
    const text = "What time is it, and what is 3 * 4?";
    expect(plan(text).map(([name]) => name)).toEqual(["clock", "calculator"]);
    expect(plan(text, { parallelCalls: false }).map(([name]) => name)).toEqual(["clock"]);
  });

  it("uses a tool that it is told to use, and seldom one that is only spoken of", () => {
    const told = "Use docs_search to find the rule book";
    expect(plan(told)).toEqual([["docs_search", { query: told }]]);
    const rounds = Array.from({ length: 1_000 }, (_, seed) =>
      plan("Do you like docs_search?", {}, seed),
    );
    const called = rounds.filter((calls) => calls.length > 0).length;
    expect(called).toBeGreaterThan(150);
    expect(called).toBeLessThan(350);
  });

  it("calls nothing for a question that words answer, or once the tool has answered", () => {
    expect(plan("Why do queues grow?")).toEqual([]);
    expect(plan("What time is it?", { toolChoice: { kind: "none" } })).toEqual([]);
    expect(plan("What time is it?", { tools: [] })).toEqual([]);
    const messages = [
      { role: "user", text: "What time is it?" },
      { role: "tool", text: "9:14" },
    ] as const;
    expect(plan("", { messages, toolChoice: { kind: "required" } })).toEqual([]);
  });

  it.each<[ToolChoice, string]>([
    [{ kind: "required" }, "clock"],
    [{ kind: "named", name: "docs_search" }, "docs_search"],
  ])("obeys %j", (toolChoice, name) => {
    expect(plan("Hello", { toolChoice }).map(([called]) => called)).toEqual([name]);
  });
});
