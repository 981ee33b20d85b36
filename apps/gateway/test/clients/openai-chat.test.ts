import {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from "openai";
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

const hello = [{ role: "user" as const, content: "Hello." }];
const tool = {
  type: "function" as const,
  function: {
    name: weather.name,
    description: weather.description,
    parameters: { ...weather.parameters },
  },
};

describe.each(["local/swift-1", "support", "scribe"])(
  "the openai client's chat with %s",
  (model) => {
    it("has a whole answer, with its tokens and its id", async () => {
      await using clients = await startClientGateway();
      const { data, request_id: id } = await clients.openai.chat.completions
        .create({ model, messages: hello })
        .withResponse();
      expect(data).toMatchObject({
        object: "chat.completion",
        choices: [{ message: { role: "assistant", refusal: null }, finish_reason: "stop" }],
      });
      expect(data.choices[0]?.message.content).not.toBe("");
      expect(data.usage?.total_tokens).toBeGreaterThan(1);
      expect(await clients.gateway.admin.requests.get.query({ requestId: id ?? "" })).toMatchObject(
        {
          request: { channel: "openai", outcome: "ok" },
        },
      );
    });

    it("streams, with the tokens at the end where they are asked for", async () => {
      await using clients = await startClientGateway();
      const stream = clients.openai.chat.completions.stream({
        model,
        messages: hello,
        stream_options: { include_usage: true },
      });
      let deltas = 0;
      stream.on("content", () => (deltas += 1));
      const answer = await stream.finalChatCompletion();
      expect(deltas).toBeGreaterThan(3);
      expect(answer.choices[0]).toMatchObject({ finish_reason: "stop" });
      expect(answer.usage?.completion_tokens).toBeGreaterThan(3);
    });

    it("is told that its limit was reached", async () => {
      await using clients = await startClientGateway();
      const answer = await clients.openai.chat.completions.create({
        model,
        messages: hello,
        max_completion_tokens: 3,
      });
      expect(answer.choices[0]?.finish_reason).toBe("length");
      expect(answer.usage?.completion_tokens).toBe(3);
    });

    it("throws what breaks off in the middle of a stream", async () => {
      await using clients = await startClientGateway(impatient);
      clients.local.inject({ fault: brokenOff });
      clients.claude.inject({ fault: brokenOff });
      const stream = await clients.openai.chat.completions.create({
        model,
        messages: hello,
        stream: true,
      });
      let text = "";
      const reading = (async () => {
        for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
      })();
      const error = await reading.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(APIError);
      expect(error).toMatchObject({ code: "timeout", type: "server_error" });
      expect(text).not.toBe("");
    });

    it("takes the provider's call with it when it aborts", async () => {
      await using clients = await startClientGateway();
      const upstream = model === "scribe" ? clients.claude : clients.local;
      upstream.inject({ fault: { kind: "stall", afterTokens: 3 } });
      const stream = await clients.openai.chat.completions.create({
        model,
        messages: hello,
        stream: true,
      });
      for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
      await expectCancelled(clients, upstream);
    });

    it.each([
      ["RateLimitError", RateLimitError, { kind: "rate_limit", retryAfterMs: 60_000 }, 429],
      ["BadRequestError", BadRequestError, { kind: "context_length" }, 400],
    ] as const)("throws a %s", async (_, type, fault, status) => {
      await using clients = await startClientGateway();
      clients.local.inject({ fault });
      clients.claude.inject({ fault });
      const answer = clients.openai.chat.completions.create({ model, messages: hello });
      const error = await answer.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(type);
      expect(error).toMatchObject({ status, requestID: expect.stringMatching(/^[0-9A-Z]{26}$/) });
      if (!(error instanceof APIError) || status !== 429) return;
      expect(Number(error.headers?.get("retry-after"))).toBeGreaterThan(50);
    });

    it("is not told to try again where the provider refuses the gateway's key", async () => {
      await using clients = await startClientGateway();
      clients.local.inject({ fault: { kind: "auth" } });
      clients.claude.inject({ fault: { kind: "auth" } });
      const patient = clients.openai.withOptions({ maxRetries: 3 });
      const answer = patient.chat.completions.create({ model, messages: hello });
      const error = await answer.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(InternalServerError);
      expect(error).toMatchObject({ status: 502, code: "upstream_auth" });
      expect(clients.local.stats().requests + clients.claude.stats().requests).toBe(1);
    });
  },
);

describe("the openai client's chat", () => {
  it("calls tools of its own through a provider's model", async () => {
    await using clients = await startClientGateway();
    const messages = [{ role: "user" as const, content: weather.question }];
    const ask = { model: "local/swift-1", messages, tools: [tool] };
    const whole = await clients.openai.chat.completions.create(ask);
    const streamed = await clients.openai.chat.completions.stream(ask).finalChatCompletion();
    for (const { choices } of [whole, streamed]) {
      expect(choices[0]).toMatchObject({
        finish_reason: "tool_calls",
        message: { tool_calls: [{ type: "function", function: { name: weather.name } }] },
      });
    }
    const [call] = whole.choices[0]?.message.tool_calls ?? [];
    const answer = await clients.openai.chat.completions.create({
      ...ask,
      messages: [
        ...messages,
        { role: "assistant", tool_calls: whole.choices[0]?.message.tool_calls ?? [] },
        { role: "tool", tool_call_id: call?.id ?? "", content: "Drizzle." },
      ],
    });
    expect(answer.choices[0]?.message.content).toContain("Drizzle.");
  });

  it.each(["support", "scribe"])(
    "sees only the text of an agent's tool steps: %s",
    async (model) => {
      await using clients = await startClientGateway();
      const messages = [{ role: "user" as const, content: sum.question }];
      const stream = clients.openai.chat.completions.stream({
        model,
        messages,
        stream_options: { include_usage: true },
      });
      const answer = await stream.finalChatCompletion();
      expect(answer.choices[0]?.message.content).toContain(sum.answer);
      expect(answer.choices[0]).toMatchObject({ finish_reason: "stop" });
      const { inputTokens, outputTokens } = await requestWithToolStep(clients, model);
      expect(answer.usage).toMatchObject({
        prompt_tokens: inputTokens,
        completion_tokens: outputTokens,
      });
    },
  );

  it.each([
    ["tools of its own", { tools: [tool] }, "The agent support calls no tools of its clients"],
    ["JSON", { response_format: { type: "json_object" as const } }, "answers in text"],
    ["an answer of no message", { messages: [] }, "messages is missing"],
  ])("is refused %s by an agent", async (_, wish, said) => {
    await using clients = await startClientGateway();
    const ask = { model: "support", messages: hello, ...wish };
    const error = await clients.openai.chat.completions
      .create(ask)
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ message: expect.stringContaining(said) });
  });

  it("shows an agent a picture that it brings, and fetches none", async () => {
    await using clients = await startClientGateway();
    const ask = (url: string) =>
      clients.openai.chat.completions.create({
        model: "support",
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "What is this?" },
              { type: "image_url", image_url: { url } },
            ],
          },
        ],
      });
    expect((await ask(`data:image/png;base64,${pixel}`)).choices[0]?.message.content).not.toBe("");
    await expect(ask("http://169.254.169.254/latest")).rejects.toThrow("as a data: URL");
  });

  it.each([
    ["AuthenticationError", AuthenticationError, "sbx_wrong.token", 401],
    ["PermissionDeniedError", PermissionDeniedError, "viewer", 403],
    ["NotFoundError", NotFoundError, "ingest", 404],
  ] as const)("throws a %s", async (_, type, who, status) => {
    await using clients = await startClientGateway();
    const { gateway } = clients;
    const token =
      who === "viewer" || who === "ingest" ? (await gateway.mint(who, "one")).token : who;
    const answer = gateway
      .openai(token)
      .chat.completions.create({ model: "nobody", messages: hello });
    const error = await answer.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ status });
  });

  it("embeds texts with a provider's model, and with no agent", async () => {
    await using clients = await startClientGateway();
    const { data, usage } = await clients.openai.embeddings.create({
      model: "local/swift-1",
      input: ["a train", "a track"],
    });
    expect(data).toHaveLength(2);
    expect(data[0]?.embedding.length).toBeGreaterThan(1);
    expect(usage.prompt_tokens).toBeGreaterThan(0);
    const byAgent = clients.openai.embeddings.create({ model: "support", input: "x" });
    await expect(byAgent).rejects.toThrow("makes no embeddings");
  });

  it("lists the models, and finds one by its name", async () => {
    await using clients = await startClientGateway();
    const { data } = await clients.openai.models.list();
    const names = data.map(({ id }) => id);
    expect(names).toEqual(expect.arrayContaining(["support", "practice/swift-1"]));
    expect(await clients.openai.models.retrieve("practice/swift-1")).toMatchObject({
      id: "practice/swift-1",
      object: "model",
      owned_by: "practice",
    });
    await expect(clients.openai.models.retrieve("nobody")).rejects.toBeInstanceOf(NotFoundError);
  });
});

/** One grey pixel. */
const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";
