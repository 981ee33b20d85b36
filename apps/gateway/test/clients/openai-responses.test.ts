import {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
} from "openai";
import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import { describe, expect, it } from "vitest";
import {
  brokenOff,
  expectCancelled,
  requestWithToolStep,
  startClientGateway,
  sum,
  impatient,
  weather,
} from "./client-gateway.ts";

const input = "Hello.";
const tool = {
  type: "function" as const,
  name: weather.name,
  description: weather.description,
  parameters: { ...weather.parameters },
  strict: true,
};

/** What every stream of one message is made of, once its deltas are taken together. */
const wholeStream = [
  "response.created",
  "response.in_progress",
  "response.output_item.added",
  "response.content_part.added",
  "response.output_text.delta",
  "response.output_text.done",
  "response.content_part.done",
  "response.output_item.done",
];

describe.each(["local/swift-1", "support", "scribe"])(
  "the openai client's responses of %s",
  (model) => {
    it("come whole, with their tokens", async () => {
      await using clients = await startClientGateway();
      const response = await clients.openai.responses.create({
        model,
        input,
        instructions: "Be kind.",
        metadata: { order: "4711" },
      });
      expect(response).toMatchObject({
        object: "response",
        status: "completed",
        error: null,
        incomplete_details: null,
        instructions: "Be kind.",
        metadata: { order: "4711" },
        output: [{ type: "message", role: "assistant", status: "completed" }],
      });
      expect(response.output_text).not.toBe("");
      expect(response.usage?.total_tokens).toBeGreaterThan(1);
    });

    it("stream every event in its order", async () => {
      await using clients = await startClientGateway();
      const stream = await clients.openai.responses.create({ model, input, stream: true });
      const events: ResponseStreamEvent[] = [];
      for await (const event of stream) events.push(event);
      const types = events.map(({ type }) => type);
      expect(types.filter((type, at) => type !== types[at - 1])).toEqual([
        ...wholeStream,
        "response.completed",
      ]);
      expect(events.map(({ sequence_number }) => sequence_number)).toEqual([...events.keys()]);
      const last = events.at(-1);
      const said = events.flatMap((event) =>
        event.type === "response.output_text.delta" ? [event.delta] : [],
      );
      expect(said.length).toBeGreaterThan(3);
      expect(last).toMatchObject({
        response: { output: [{ content: [{ type: "output_text", text: said.join("") }] }] },
      });
    });

    it("are put together by the client's own stream", async () => {
      await using clients = await startClientGateway();
      const response = await clients.openai.responses.stream({ model, input }).finalResponse();
      expect(response.output_text).not.toBe("");
      expect(response.usage?.output_tokens).toBeGreaterThan(3);
    });

    it("are incomplete where their limit was reached", async () => {
      await using clients = await startClientGateway();
      const ask = { model, input, max_output_tokens: 3 };
      const whole = await clients.openai.responses.create(ask);
      const streamed = await clients.openai.responses.stream(ask).finalResponse();
      for (const response of [whole, streamed]) {
        expect(response).toMatchObject({
          status: "incomplete",
          incomplete_details: { reason: "max_output_tokens" },
          max_output_tokens: 3,
        });
      }
    });

    it("go on from a conversation", async () => {
      await using clients = await startClientGateway();
      const response = await clients.openai.responses.create({
        model,
        input: [
          { role: "user", content: "Hello." },
          { role: "assistant", content: "Good evening." },
          { role: "user", content: [{ type: "input_text", text: "Who are you?" }] },
        ],
      });
      expect(response.output_text).toContain("practice model");
    });

    it("throw what breaks off in the middle", async () => {
      await using clients = await startClientGateway(impatient);
      clients.local.inject({ fault: brokenOff });
      clients.claude.inject({ fault: brokenOff });
      const stream = await clients.openai.responses.create({ model, input, stream: true });
      const events: ResponseStreamEvent[] = [];
      const reading = (async () => {
        for await (const event of stream) events.push(event);
      })();
      const error = await reading.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(APIError);
      expect(error).toMatchObject({
        code: "timeout",
        error: { type: "error", sequence_number: events.length },
      });
      expect(events.at(-1)?.type).toBe("response.output_text.delta");
    });

    it("take the provider's call with them when the client aborts", async () => {
      await using clients = await startClientGateway();
      const upstream = model === "scribe" ? clients.claude : clients.local;
      upstream.inject({ fault: { kind: "stall", afterTokens: 3 } });
      const stream = await clients.openai.responses.create({ model, input, stream: true });
      for await (const { type } of stream) if (type === "response.output_text.delta") break;
      await expectCancelled(clients, upstream);
    });

    it.each([
      ["RateLimitError", RateLimitError, { kind: "rate_limit", retryAfterMs: 60_000 }, 429],
      ["BadRequestError", BadRequestError, { kind: "context_length" }, 400],
      ["InternalServerError", InternalServerError, { kind: "auth" }, 502],
    ] as const)("throw a %s", async (_, type, fault, status) => {
      await using clients = await startClientGateway();
      clients.local.inject({ fault });
      clients.claude.inject({ fault });
      const answer = clients.openai.responses.create({ model, input, stream: true });
      const error = await answer.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(type);
      expect(error).toMatchObject({ status });
    });
  },
);

describe("the openai client's responses", () => {
  it("call tools of the client's own through a provider's model", async () => {
    await using clients = await startClientGateway();
    const ask = { model: "local/swift-1", input: weather.question, tools: [tool] };
    const whole = await clients.openai.responses.create(ask);
    const streamed = await clients.openai.responses.stream(ask).finalResponse();
    for (const { output } of [whole, streamed]) {
      expect(output).toMatchObject([{ type: "function_call", name: weather.name }]);
    }
    const [call] = whole.output;
    if (call?.type !== "function_call") throw new Error("No call.");
    const answer = await clients.openai.responses.create({
      ...ask,
      input: [
        { role: "user", content: weather.question },
        call,
        { type: "function_call_output", call_id: call.call_id, output: "Drizzle." },
      ],
    });
    expect(answer.output_text).toContain("Drizzle.");
  });

  it.each(["support", "scribe"])(
    "hold only the text of an agent's tool steps: %s",
    async (model) => {
      await using clients = await startClientGateway();
      const response = await clients.openai.responses
        .stream({ model, input: sum.question })
        .finalResponse();
      expect(response.output_text).toContain(sum.answer);
      expect(response.output).toHaveLength(1);
      const { inputTokens, outputTokens } = await requestWithToolStep(clients, model);
      expect(response.usage).toMatchObject({
        input_tokens: inputTokens,
        output_tokens: outputTokens,
      });
    },
  );

  it.each([
    ["previous_response_id", { previous_response_id: "resp_1" }, "x-session-id"],
    ["conversation", { conversation: "conv_1" }, "x-session-id"],
    ["the background", { background: true }, "in the background"],
    ["tools of its own", { tools: [tool] }, "The agent support calls no tools of its clients"],
    ["JSON", { text: { format: { type: "json_object" as const } } }, "answers in text"],
    ["no input", { input: [] }, "no message with anything in it"],
    ["what is kept elsewhere", { input: [{ type: "item_reference", id: "x" }] }, "item_reference"],
  ] as const)("are refused by an agent for %s", async (_, wish, said) => {
    await using clients = await startClientGateway();
    const ask = { model: "support", input, ...structuredClone(wish) };
    // Some of these are what the client's types forbid, and others send all the same.
    const answer = clients.openai.post("/responses", { body: ask });
    const error = await answer.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ code: "invalid", message: expect.stringContaining(said) });
  });

  it("say who may not ask, and what is not there", async () => {
    await using clients = await startClientGateway();
    const stranger = clients.gateway
      .openai("sbx_wrong.token")
      .responses.create({ model: "support", input });
    await expect(stranger).rejects.toBeInstanceOf(AuthenticationError);
    const nobody = clients.openai.responses.create({ model: "nobody", input });
    await expect(nobody).rejects.toBeInstanceOf(NotFoundError);
    const otherWire = clients.openai.responses.create({ model: "claude/swift-1", input });
    await expect(otherWire).rejects.toThrow("POST /v1/messages");
  });
});
