import Anthropic, {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  OverloadedError,
  PermissionDeniedError,
  RateLimitError,
} from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import {
  anthropicClient,
  brokenOff,
  expectCancelled,
  requestWithToolStep,
  startClientGateway,
  sum,
  impatient,
  weather,
} from "./client-gateway.ts";

const messages = [{ role: "user" as const, content: "Hello." }];
const max_tokens = 1_000;
const tool = {
  name: weather.name,
  description: weather.description,
  input_schema: { ...weather.parameters, required: ["place"] },
};

describe.each(["claude/swift-1", "support", "scribe"])(
  "the anthropic client's messages of %s",
  (model) => {
    it("come whole, with their tokens and their id", async () => {
      await using clients = await startClientGateway();
      const message = await clients.anthropic.messages.create({ model, messages, max_tokens });
      expect(message).toMatchObject({
        type: "message",
        role: "assistant",
        content: [{ type: "text" }],
        stop_reason: "end_turn",
        stop_sequence: null,
      });
      expect(message.usage.input_tokens).toBeGreaterThan(0);
      expect(message.usage.output_tokens).toBeGreaterThan(1);
      const requestId = message._request_id ?? "";
      expect(await clients.gateway.admin.requests.get.query({ requestId })).toMatchObject({
        request: { channel: "anthropic", outcome: "ok" },
      });
    });

    it("stream", async () => {
      await using clients = await startClientGateway();
      const stream = clients.anthropic.messages.stream({ model, messages, max_tokens });
      const types: string[] = [];
      stream.on("streamEvent", ({ type }) => types.push(type));
      const message = await stream.finalMessage();
      expect(types.filter((type, at) => type !== types[at - 1])).toEqual([
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
      ]);
      expect(await stream.finalText()).not.toBe("");
      expect(message.stop_reason).toBe("end_turn");
      expect(message.usage.input_tokens).toBeGreaterThan(0);
      expect(message.usage.output_tokens).toBeGreaterThan(3);
    });

    it("tell that their limit was reached", async () => {
      await using clients = await startClientGateway();
      const message = await clients.anthropic.messages.create({ model, messages, max_tokens: 3 });
      expect(message).toMatchObject({ stop_reason: "max_tokens", usage: { output_tokens: 3 } });
    });

    it("throw what breaks off in the middle", async () => {
      await using clients = await startClientGateway(impatient);
      clients.local.inject({ fault: brokenOff });
      clients.claude.inject({ fault: brokenOff });
      const stream = clients.anthropic.messages.stream({ model, messages, max_tokens });
      let text = "";
      stream.on("text", (delta) => (text += delta));
      const error = await stream.finalMessage().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(APIError);
      expect(error).toMatchObject({
        type: "timeout_error",
        requestID: expect.stringMatching(/^[0-9A-Z]{26}$/),
        error: { request_id: expect.stringMatching(/^[0-9A-Z]{26}$/) },
      });
      expect(text).not.toBe("");
    });

    it("take the provider's call with them when the client aborts", async () => {
      await using clients = await startClientGateway();
      const upstream = model === "support" ? clients.local : clients.claude;
      upstream.inject({ fault: { kind: "stall", afterTokens: 3 } });
      const stream = await clients.anthropic.messages.create({
        model,
        messages,
        max_tokens,
        stream: true,
      });
      for await (const { type } of stream) if (type === "content_block_delta") break;
      await expectCancelled(clients, upstream);
    });

    it.each([
      [
        "RateLimitError",
        RateLimitError,
        { kind: "rate_limit", retryAfterMs: 60_000 },
        { status: 429, type: "rate_limit_error" },
      ],
      [
        "BadRequestError",
        BadRequestError,
        { kind: "context_length" },
        { status: 400, type: "invalid_request_error" },
      ],
      [
        "InternalServerError",
        InternalServerError,
        { kind: "auth" },
        { status: 502, type: "api_error" },
      ],
    ] as const)("throw a %s", async (_, type, fault, expected) => {
      await using clients = await startClientGateway();
      clients.local.inject({ fault });
      clients.claude.inject({ fault });
      const answer = clients.anthropic.messages.create({ model, messages, max_tokens });
      const error = await answer.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(type);
      expect(error).toMatchObject(expected);
    });
  },
);

describe("the anthropic client", () => {
  it("calls tools of its own through a provider's model", async () => {
    await using clients = await startClientGateway();
    const question = { role: "user" as const, content: weather.question };
    const ask = { model: "claude/swift-1", max_tokens, tools: [tool] };
    const whole = await clients.anthropic.messages.create({ ...ask, messages: [question] });
    const stream = clients.anthropic.messages.stream({ ...ask, messages: [question] });
    for (const message of [whole, await stream.finalMessage()]) {
      expect(message.stop_reason).toBe("tool_use");
      expect(message.content).toMatchObject([{ type: "tool_use", name: weather.name }]);
    }
    const [call] = whole.content;
    if (call?.type !== "tool_use") throw new Error("No call.");
    const answer = await clients.anthropic.messages.create({
      ...ask,
      messages: [
        question,
        { role: "assistant", content: whole.content },
        {
          role: "user",
          content: [{ type: "tool_result", tool_use_id: call.id, content: "Drizzle." }],
        },
      ],
    });
    expect(answer.content).toMatchObject([{ text: expect.stringContaining("Drizzle.") }]);
  });

  it.each(["support", "scribe"])(
    "sees only the text of an agent's tool steps: %s",
    async (model) => {
      await using clients = await startClientGateway();
      const stream = clients.anthropic.messages.stream({
        model,
        max_tokens,
        system: "Answer in one line.",
        messages: [{ role: "user", content: sum.question }],
      });
      const message = await stream.finalMessage();
      expect(message.content).toMatchObject([{ text: expect.stringContaining(sum.answer) }]);
      const { outputTokens } = await requestWithToolStep(clients, model);
      expect(message.usage.output_tokens).toBe(outputTokens);
    },
  );

  it("is refused tools of its own by an agent", async () => {
    await using clients = await startClientGateway();
    const ask = { model: "support", messages, max_tokens, tools: [tool] };
    const refused = clients.anthropic.messages.create(ask);
    await expect(refused).rejects.toThrow("The agent support calls no tools of its clients");
    const notCalled = { ...ask, tool_choice: { type: "none" as const } };
    expect(await clients.anthropic.messages.create(notCalled)).toMatchObject({ type: "message" });
  });

  it("counts tokens by the provider, an agent's own share included", async () => {
    await using clients = await startClientGateway();
    const count = async (model: string): Promise<number> => {
      const counted = await clients.anthropic.messages.countTokens({ model, messages });
      return counted.input_tokens;
    };
    const alone = await count("claude/swift-1");
    expect(alone).toBeGreaterThan(0);
    expect(await count("scribe")).toBeGreaterThan(alone + 10);
    await expect(count("support")).rejects.toThrow("local has no /v1/messages/count_tokens");
  });

  it.each([
    ["AuthenticationError", AuthenticationError, "sbx_wrong.token", 401, "authentication_error"],
    ["PermissionDeniedError", PermissionDeniedError, "viewer", 403, "permission_error"],
    ["NotFoundError", NotFoundError, "ingest", 404, "not_found_error"],
  ] as const)("throws a %s", async (_, kind, who, status, type) => {
    await using clients = await startClientGateway();
    const { gateway } = clients;
    const token =
      who === "viewer" || who === "ingest" ? (await gateway.mint(who, "one")).token : who;
    const client = anthropicClient(gateway.url, token);
    for (const ask of [
      () => client.messages.create({ model: "nobody", messages, max_tokens }),
      () => client.messages.countTokens({ model: "nobody", messages }),
      () => client.models.retrieve("nobody"),
    ]) {
      const error = await ask().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({ status, type });
    }
  });

  it("is told of a provider that is overloaded in Anthropic's own words", async () => {
    await using clients = await startClientGateway();
    clients.claude.inject({ fault: { kind: "server_error", status: 529 } });
    const ask = { model: "claude/swift-1", messages, max_tokens };
    const error = await clients.anthropic.messages.create(ask).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(OverloadedError);
    expect(error).toMatchObject({ status: 529, type: "overloaded_error" });
  });

  it.each(["claude/swift-1", "support"])("may ask for what is in beta: %s", async (model) => {
    await using clients = await startClientGateway();
    const ask = { model, messages, max_tokens, betas: ["context-1m-2025-08-07"] };
    const message = await clients.anthropic.beta.messages.create(ask);
    expect(message).toMatchObject({ type: "message", stop_reason: "end_turn" });
  });

  it("may bring its token as a bearer", async () => {
    await using clients = await startClientGateway();
    const client = new Anthropic({
      baseURL: clients.gateway.url,
      apiKey: null,
      authToken: clients.token,
      maxRetries: 0,
    });
    const message = await client.messages.create({ model: "support", messages, max_tokens });
    expect(message.role).toBe("assistant");
  });

  it("lists the models, and finds one by its name", async () => {
    await using clients = await startClientGateway();
    const page = await clients.anthropic.models.list();
    expect(page.data.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["support", "practice/swift-1"]),
    );
    expect(page).toMatchObject({ has_more: false, first_id: page.data[0]?.id });
    expect(await clients.anthropic.models.retrieve("practice/swift-1")).toMatchObject({
      type: "model",
      id: "practice/swift-1",
      display_name: "practice/swift-1",
    });
  });
});
