import type OpenAI from "openai";
import { APIError, BadRequestError } from "openai";
import { describe, expect, it } from "vitest";
import { testClient } from "../test-client.ts";
import { startPracticeUpstream } from "./practice-upstream.ts";

const CLOCK = functionTool("clock", {
  type: "object",
  properties: { timezone: { type: "string" } },
});
const CALCULATOR = functionTool("calculator", {
  type: "object",
  properties: { expression: { type: "string" } },
  required: ["expression"],
});

function functionTool(name: string, parameters: Record<string, unknown>) {
  return { type: "function", name, parameters, strict: false } as const;
}

async function eventsOf(client: OpenAI, params: OpenAI.Responses.ResponseCreateParamsNonStreaming) {
  return Array.fromAsync(await client.responses.create({ ...params, stream: true }));
}

describe("responses", () => {
  it("streams numbered events around the words", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const events = await eventsOf(testClient(upstream), {
      model: "swift-1",
      input: "Tell me about queues",
      instructions: "Be brief.",
    });
    const deltas = events.filter(({ type }) => type === "response.output_text.delta");
    expect(events.map(({ type }) => type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      ...deltas.map(({ type }) => type),
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    expect(events.map(({ sequence_number: number }) => number)).toEqual([...events.keys()]);
    const [first] = events;
    const last = events.at(-1);
    if (first?.type !== "response.created") throw new Error("not created");
    if (last?.type !== "response.completed") throw new Error("not completed");
    expect(first.response).toMatchObject({
      status: "in_progress",
      output: [],
      usage: null,
      instructions: "Be brief.",
      tools: [],
    });
    expect(last.response).toMatchObject({
      id: first.response.id,
      status: "completed",
      usage: {
        output_tokens: deltas.length,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens_details: { reasoning_tokens: 0 },
      },
    });
    expect(upstream.stats().recent[0]?.tokenTimes).toHaveLength(deltas.length);
  });

  it("names every event in a line of its own, and ends with no other mark", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const body = JSON.stringify({ model: "swift-1", input: "Hi", stream: true });
    const response = await fetch(`${upstream.url}/responses`, { method: "POST", body });
    const events = (await response.text()).split("\n\n").slice(0, -1);
    for (const event of events) {
      const [, name, data] = /^event: (\S+)\ndata: (.*)$/.exec(event) ?? [];
      expect(JSON.parse(data ?? "{}")).toMatchObject({ type: name });
    }
    expect(events.at(-1)).toMatch(/^event: response\.completed\n/);
  });

  it("says the same unstreamed, and its own client puts the stream together to it", async () => {
    const run = async (stream: boolean) => {
      await using upstream = await startPracticeUpstream({
        pace: 0,
        seed: 9,
        now: () => 1_000_000,
      });
      const { responses } = testClient(upstream);
      const params = {
        model: "deep-1",
        input: "What time is it, and what is 12 * (3+4)?",
        tools: [CLOCK, CALCULATOR],
      };
      const response = stream
        ? responses.stream(params).finalResponse()
        : responses.parse<typeof params, never>(params);
      return await response;
    };
    const streamed = await run(true);
    expect(streamed).toEqual(await run(false));
    expect(streamed.output).toMatchObject([
      { type: "reasoning", summary: [] },
      { type: "function_call", name: "clock", arguments: "{}", status: "completed" },
      { type: "function_call", name: "calculator", arguments: '{"expression":"12 * (3+4)"}' },
    ]);
    expect(streamed.usage?.output_tokens_details.reasoning_tokens).toBeGreaterThan(0);
  });

  it("takes its items back, with what the tools said, and quotes it", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const { responses } = testClient(upstream);
    const model = "swift-1";
    const tools = [CLOCK, CALCULATOR];
    const question: OpenAI.Responses.ResponseInputItem = {
      role: "user",
      content: [{ type: "input_text", text: "What time is it, and what is 12 * (3+4)?" }],
    };
    const asked = await responses.create({ model, tools, input: [question] });
    const calls = asked.output.filter((item) => item.type === "function_call");
    const results = calls.map(({ call_id: callId, name }) => ({
      type: "function_call_output" as const,
      call_id: callId,
      output: name === "clock" ? "9:14" : "84",
    }));
    const answer = await responses.create({
      model,
      tools,
      input: [question, ...calls, ...results],
    });
    expect(answer.output_text).toBe("The clock says: 9:14 The calculator says: 84");
  });

  it("obeys max_output_tokens, tool_choice and a schema", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const { responses } = testClient(upstream);
    const model = "swift-1";
    const short = await responses.create({ model, input: "Hi", max_output_tokens: 3 });
    expect(short).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      output: [{ type: "message", status: "incomplete" }],
      usage: { output_tokens: 3 },
      max_output_tokens: 3,
    });
    const events = await eventsOf(testClient(upstream), {
      model,
      input: "Hi",
      max_output_tokens: 3,
    });
    expect(events.at(-1)).toMatchObject({
      type: "response.incomplete",
      response: { output: [{ status: "incomplete" }] },
    });
    const forced = await responses.create({
      model,
      input: "Hi",
      tools: [CLOCK, CALCULATOR],
      tool_choice: { type: "function", name: "calculator" },
    });
    expect(forced.output).toMatchObject([{ type: "function_call", name: "calculator" }]);
    const json = await responses.create({
      model,
      input: "Hi",
      text: {
        format: {
          type: "json_schema",
          name: "answer",
          schema: { type: "object", properties: { ok: { const: true } }, required: ["ok"] },
        },
      },
    });
    expect(json.output_text).toBe('{"ok":true}');
  });

  it("tells an error in the stream as an event, or as a response that failed", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const params = { model: "swift-1", input: "Tell me about trains" };
    const client = testClient(upstream);
    upstream.inject({ fault: { kind: "error_in_stream" }, times: 1 });
    const told: unknown = await eventsOf(client, params).catch((thrown: unknown) => thrown);
    expect(told).toBeInstanceOf(APIError);
    expect(told).toMatchObject({ code: "server_error" });
    upstream.inject({ fault: { kind: "error_in_stream", asReply: true }, times: 1 });
    const failed = (await eventsOf(client, params)).at(-1);
    expect(failed).toMatchObject({
      type: "response.failed",
      response: { status: "failed", error: { code: "server_error" }, usage: null },
    });
  });

  it("counts what was sent before as cached once it is long", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const answer = await testClient(upstream).responses.create({
      model: "swift-1",
      input: [
        { role: "user", content: "word ".repeat(1_500) },
        { role: "assistant", content: "Yes." },
        { role: "user", content: "Go on" },
      ],
    });
    expect(answer.usage?.input_tokens_details.cached_tokens).toBe(1_408);
  });

  it.each<[string, object, string, string | null]>([
    ["no input", { model: "swift-1" }, "input", "missing_required_parameter"],
    ["no model", { input: "Hi" }, "model", "missing_required_parameter"],
    ["no item", { model: "swift-1", input: [{}] }, "input[0]", "invalid_value"],
    [
      "a tool in the shape of chat completions",
      { model: "swift-1", input: "Hi", tools: [{ type: "function", function: { name: "clock" } }] },
      "tools[0].name",
      "missing_required_parameter",
    ],
    [
      "a response to go on from",
      { model: "swift-1", input: "Hi", previous_response_id: "resp_1" },
      "previous_response_id",
      "previous_response_not_found",
    ],
  ])("400 for %s", async (_, body, param, code) => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const request = { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${upstream.url}/responses`, request);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param, code } });
  });

  it("400 in its own words for too much input", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const input = "word ".repeat(130_000);
    const call = testClient(upstream).responses.create({ model: "swift-1", input });
    await expect(call).rejects.toThrow(BadRequestError);
    await expect(call).rejects.toMatchObject({ code: "context_length_exceeded", param: "input" });
  });
});
