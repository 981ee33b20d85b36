import Anthropic, {
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  RateLimitError,
} from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import { anthropicClient } from "../test-client.ts";
import { startPracticeUpstream } from "./practice-upstream.ts";

const CLOCK: Anthropic.Tool = {
  name: "clock",
  input_schema: { type: "object", properties: { timezone: { type: "string" } } },
};
const CALCULATOR: Anthropic.Tool = {
  name: "calculator",
  input_schema: {
    type: "object",
    properties: { expression: { type: "string" } },
    required: ["expression"],
  },
};
const MAX_TOKENS = 2_000;

function asking(content: string, more: Partial<Anthropic.MessageCreateParamsNonStreaming> = {}) {
  const messages: Anthropic.MessageParam[] = [{ role: "user", content }];
  return { model: "swift-1", max_tokens: MAX_TOKENS, messages, ...more };
}

describe("messages", () => {
  it("streams a text block one token at a time, then why it ends and what it cost", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const client = anthropicClient(upstream);
    const events = await Array.fromAsync(
      await client.messages.create({ ...asking("Tell me about queues"), stream: true }),
    );
    const types = events.map(({ type }) => type);
    const deltas = types.filter((type) => type === "content_block_delta");
    expect(types).toEqual([
      "message_start",
      "content_block_start",
      ...deltas,
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    const [start] = events;
    const end = events.at(-2);
    if (start?.type !== "message_start" || end?.type !== "message_delta") throw new Error("order");
    expect(start.message).toMatchObject({ role: "assistant", content: [], stop_reason: null });
    expect(start.message.id).toMatch(/^msg_[0-9a-f]{24}$/);
    expect(start.message.usage.input_tokens).toBeGreaterThan(0);
    expect(end).toMatchObject({
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: deltas.length },
    });
    expect(upstream.stats().recent[0]).toMatchObject({ outcome: "finished", model: "swift-1" });
  });

  it("says the same unstreamed, and its own client puts the stream together to it", async () => {
    const run = async (stream: boolean) => {
      await using upstream = await startPracticeUpstream({ pace: 0, seed: 9 });
      const { messages } = anthropicClient(upstream);
      const params = asking("Tell me about trains and what 12 * (3+4) is", {
        model: "deep-1",
        thinking: { type: "enabled", budget_tokens: 1_024 },
        tools: [CLOCK, CALCULATOR],
      });
      const message = await (stream
        ? messages.stream(params).finalMessage()
        : messages.create(params));
      const { content, usage, stop_reason: reason } = message;
      return { content, reason, ...usage, service_tier: undefined };
    };
    const streamed = await run(true);
    expect(streamed).toEqual(await run(false));
    expect(streamed.content).toMatchObject([
      { type: "thinking", thinking: expect.any(String), signature: expect.any(String) },
      { type: "tool_use", name: "calculator", input: { expression: "12 * (3+4)" } },
    ]);
    expect(streamed.reason).toBe("tool_use");
    expect(streamed.output_tokens_details?.thinking_tokens).toBeGreaterThan(0);
  });

  it("calls tools in fragments and quotes what they said", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const { messages } = anthropicClient(upstream);
    const tools = [CLOCK, CALCULATOR];
    const params = asking("What time is it, and what is 12 * (3+4)?", { tools });
    const asked = await messages.stream(params).finalMessage();
    const calls = asked.content.filter((block) => block.type === "tool_use");
    expect(calls.map(({ id, name, input }) => [id.slice(0, 6), name, input])).toEqual([
      ["toolu_", "clock", {}],
      ["toolu_", "calculator", { expression: "12 * (3+4)" }],
    ]);
    const results = calls.map(({ id, name }): Anthropic.ToolResultBlockParam => {
      const text = name === "clock" ? "9:14" : "84";
      return {
        type: "tool_result",
        tool_use_id: id,
        content: name === "clock" ? text : [{ type: "text", text }],
      };
    });
    const answer = await messages.create({
      ...params,
      messages: [
        ...params.messages,
        { role: "assistant", content: asked.content },
        { role: "user", content: results },
      ],
    });
    expect(answer.content).toEqual([
      { type: "text", text: "The clock says: 9:14 The calculator says: 84", citations: null },
    ]);
    expect(answer.stop_reason).toBe("end_turn");
  });

  it("obeys max_tokens, stop sequences, tool_choice and a schema", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const { messages } = anthropicClient(upstream);
    const short = await messages.create(asking("Hi", { max_tokens: 3 }));
    expect(short).toMatchObject({ stop_reason: "max_tokens", usage: { output_tokens: 3 } });
    const stopped = await messages.create(asking("Hi", { stop_sequences: ["."] }));
    expect(stopped).toMatchObject({ stop_reason: "stop_sequence", stop_sequence: "." });
    const forced = await messages.create(
      asking("Hi", { tools: [CLOCK, CALCULATOR], tool_choice: { type: "tool", name: "clock" } }),
    );
    expect(forced.content).toMatchObject([{ type: "tool_use", name: "clock" }]);
    const schema = { type: "object", properties: { ok: { const: true } }, required: ["ok"] };
    const json = await messages.create(
      asking("Hi", { output_config: { format: { type: "json_schema", schema } } }),
    );
    expect(json.content).toMatchObject([{ type: "text", text: '{"ok":true}' }]);
  });

  it("counts what is in the cache apart, and all together as count_tokens does", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const { messages } = anthropicClient(upstream);
    const system: Anthropic.TextBlockParam[] = [
      { type: "text", text: "Be brief.".repeat(40), cache_control: { type: "ephemeral" } },
    ];
    const first = asking("Hi", { system });
    const { usage: wrote } = await messages.create(first);
    expect(wrote.cache_creation_input_tokens).toBeGreaterThan(40);
    expect(wrote.cache_read_input_tokens).toBe(0);
    const second = {
      ...first,
      messages: [
        ...first.messages,
        { role: "assistant" as const, content: "Hello." },
        { role: "user" as const, content: "Bye" },
      ],
    };
    const { usage: read } = await messages.create(second);
    expect(read.cache_read_input_tokens).toBe(wrote.cache_creation_input_tokens);
    expect(read.cache_creation_input_tokens).toBe(0);
    const { max_tokens: _, ...counted } = second;
    const { input_tokens: all } = await messages.countTokens(counted);
    expect(all).toBe(read.input_tokens + (read.cache_read_input_tokens ?? 0));
  });
});

describe("Anthropic's errors, headers and keys", () => {
  it.each<[string, object, string]>([
    ["no model", { max_tokens: 1, messages: [] }, "model: Field required"],
    ["no messages", { model: "swift-1", max_tokens: 1 }, "messages: Field required"],
    [
      "empty messages",
      { model: "swift-1", max_tokens: 1, messages: [] },
      "messages: at least one message is required",
    ],
    [
      "no max_tokens",
      { model: "swift-1", messages: [{ role: "user", content: "Hi" }] },
      "max_tokens: Field required",
    ],
    [
      "an unknown role",
      { model: "swift-1", max_tokens: 1, messages: [{ role: "tool", content: "Hi" }] },
      "messages.0.role: Input should be 'user' or 'assistant'",
    ],
  ])("400 for %s", async (_, body, message) => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const request = { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${upstream.url}/messages`, request);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      type: "error",
      error: { type: "invalid_request_error", message },
      request_id: response.headers.get("request-id"),
    });
    expect(response.headers.get("request-id")).toMatch(/^req_/);
  });

  it("404 for an unknown model, 400 for too long a prompt", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const { messages } = anthropicClient(upstream);
    const unknown = messages.create(asking("Hi", { model: "other" }));
    await expect(unknown).rejects.toThrow(NotFoundError);
    const long = messages.create(asking("word ".repeat(130_000)));
    await expect(long).rejects.toThrow(BadRequestError);
    await expect(long).rejects.toThrow("prompt is too long");
  });

  it("takes the key from x-api-key or as a bearer, and wants the right one", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0, apiKey: "right" });
    const baseURL = upstream.url.replace(/\/v1$/, "");
    const bearer = new Anthropic({ baseURL, apiKey: null, authToken: "right", maxRetries: 0 });
    const { messages } = anthropicClient(upstream, "right");
    await expect(messages.create(asking("Hi"))).resolves.toBeDefined();
    await expect(bearer.messages.create(asking("Hi"))).resolves.toBeDefined();
    const wrong = anthropicClient(upstream, "wrong").messages.create(asking("Hi"));
    await expect(wrong).rejects.toThrow(AuthenticationError);
    await expect(wrong).rejects.toMatchObject({ type: "authentication_error" });
  });

  it("tells what is left of the limits, and when to come back", async () => {
    const now = Date.UTC(2030, 0, 1);
    await using upstream = await startPracticeUpstream({ pace: 0, now: () => now });
    const { messages } = anthropicClient(upstream);
    const { response } = await messages.create(asking("Hi")).withResponse();
    expect(response.headers.get("anthropic-ratelimit-requests-remaining")).toBe("9999");
    expect(response.headers.get("anthropic-ratelimit-tokens-reset")).toBe("2030-01-01T00:01:00Z");
    expect(response.headers.get("x-request-id")).toBeNull();
    upstream.inject({ fault: { kind: "rate_limit", retryAfterMs: 3_000 } });
    const error: unknown = await messages.create(asking("Hi")).catch((thrown: unknown) => thrown);
    if (!(error instanceof RateLimitError)) throw new Error("no 429", { cause: error });
    expect(error.headers.get("retry-after")).toBe("3");
    expect(error).toMatchObject({ type: "rate_limit_error", requestID: expect.any(String) });
  });

  it("tells an error in the stream as an event with a type", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    upstream.inject({ fault: { kind: "error_in_stream", status: 529 } });
    const stream = anthropicClient(upstream).messages.stream(asking("Hi"));
    await expect(stream.finalMessage()).rejects.toMatchObject({ type: "overloaded_error" });
  });

  it("lists the models as its client expects them", async () => {
    await using upstream = await startPracticeUpstream();
    const { models } = anthropicClient(upstream);
    const listed = await Array.fromAsync(models.list());
    expect(listed[0]).toMatchObject({ type: "model", id: "swift-1" });
    expect((await models.retrieve("deep-1")).id).toBe("deep-1");
    await expect(models.retrieve("other")).rejects.toThrow(NotFoundError);
  });
});
