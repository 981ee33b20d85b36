import { expect, it } from "vitest";
import { loadConfig, type ProviderConfig } from "../config/index.ts";
import { AnswerReader } from "./answer-reader.ts";
import { toAttemptEnd } from "./attempt-end.ts";
import { wireOf, type WireName } from "./wires/index.ts";
import type { TokenUsage } from "./wires/wire.ts";

const failure = { kind: "network", message: "it broke" } as const;

async function practice(): Promise<ProviderConfig> {
  const { config } = await loadConfig({ argv: [], env: {}, cwd: "/nowhere" });
  const provider = config.providers.get("practice");
  if (provider === undefined) throw new Error("the practice provider is always there");
  return provider;
}

const asked = JSON.stringify({ messages: [{ role: "user", content: "word ".repeat(80) }] });

/** What is told of an attempt whose answer was these bytes; without an end where it broke off. */
async function endOf(wire: WireName, body: string, { isStream = true, breaks = false } = {}) {
  const reader = new AnswerReader({
    wire: wireOf(wire),
    isStream,
    dropUsage: false,
    maxStreamBytes: 1_000_000,
    holdsUntilToken: false,
    provider: "practice",
    mono: () => 1,
    sink: { head: () => {}, data: () => true },
    onFirstToken: () => {},
    onGoodHead: () => {},
    maxToolCalls: null,
  });
  reader.sent();
  reader.head(200, { "content-type": isStream ? "text/event-stream" : "application/json" });
  reader.data(Buffer.from(body), () => {});
  const priced: TokenUsage[] = [];
  const end = toAttemptEnd({
    reader,
    body: asked,
    failure: breaks ? failure : reader.finish(),
    retryAfterMs: null,
    startedMono: 0,
    endedMono: 10,
    provider: await practice(),
    model: "swift-1",
    prices: {
      costOf: (_, __, usage) => {
        priced.push(usage);
        return 0.5;
      },
    },
  });
  return { end, priced };
}

const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
const start = event({
  type: "message_start",
  message: { usage: { input_tokens: 10, cache_creation_input_tokens: 90, output_tokens: 1 } },
});
const delta = event({ type: "content_block_delta", delta: { type: "text_delta", text: "a" } });
const stop = (reason: string): string =>
  event({ type: "message_delta", delta: { stop_reason: reason }, usage: { output_tokens: 7 } });
const messageEnd = event({ type: "message_stop" });

it("reports what the provider told, and prices all of it", async () => {
  const { end, priced } = await endOf("messages", start + delta + stop("end_turn") + messageEnd);
  expect(end).toMatchObject({ ok: true, costUsd: 0.5, finishReason: "end_turn" });
  expect(end.usage).toEqual({
    inputTokens: 100,
    outputTokens: 7,
    cachedTokens: null,
    reasoningTokens: null,
    source: "reported",
  });
  expect(priced).toEqual([expect.objectContaining({ inputTokens: 100, cacheWriteTokens: 90 })]);
});

it("estimates the output of a stream that broke off, whose input was told", async () => {
  const { end } = await endOf("messages", start + delta + delta, { breaks: true });
  expect(end).toMatchObject({ ok: false, errorKind: "network", costUsd: 0.5 });
  expect(end.usage).toMatchObject({ inputTokens: 100, outputTokens: 2, source: "estimated" });
});

it("estimates where nothing was told, and knows nothing where nothing came", async () => {
  const chunk = event({ choices: [{ delta: { content: "a" } }] });
  const cut = await endOf("chat", chunk, { breaks: true });
  expect(cut.end.usage).toMatchObject({ inputTokens: null, outputTokens: 1, source: "estimated" });
  const none = await endOf("chat", ": nothing yet\n\n", { breaks: true });
  expect(none.end.usage).toMatchObject({ outputTokens: null, source: "unknown" });
});

it("keeps the usage of an answer that failed after it was told", async () => {
  const usage = event({ choices: [], usage: { prompt_tokens: 4, completion_tokens: 0 } });
  const { end } = await endOf("chat", usage, { breaks: true });
  expect(end.usage).toMatchObject({ inputTokens: 4, outputTokens: 0, source: "reported" });
});

it.each([
  ["chat", { choices: [{ message: { content: "text".repeat(500) } }] }, 500],
  [
    "chat",
    {
      choices: [
        { message: { content: "text".repeat(200) }, logprobs: { content: [{ token: "text" }] } },
        { message: { tool_calls: [{ function: { arguments: "x".repeat(1_200) } }] } },
      ],
      usage: {},
    },
    500,
  ],
  ["messages", { content: [{ type: "text", text: "text".repeat(500) }] }, 500],
  [
    "responses",
    {
      status: "completed",
      instructions: "x".repeat(9_000),
      output: [{ type: "message", content: [{ type: "output_text", text: "text".repeat(500) }] }],
    },
    500,
  ],
  ["embeddings", { data: [{ embedding: [0.25, 0.5] }] }, 0],
] as const)("estimates a whole %s answer whose provider tells no usage: %#", async (...given) => {
  const [wire, answer, outputTokens] = given;
  const { end, priced } = await endOf(wire, JSON.stringify(answer), { isStream: false });
  expect(end).toMatchObject({ ok: true, sent: true, costUsd: 0.5 });
  expect(end.usage).toMatchObject({
    inputTokens: Math.ceil(asked.length / 4),
    source: "estimated",
  });
  expect(end.usage.outputTokens).toBeGreaterThanOrEqual(outputTokens);
  expect(end.usage.outputTokens).toBeLessThan(outputTokens + 20);
  expect(priced).toEqual([expect.objectContaining({ inputTokens: end.usage.inputTokens })]);
});

it("estimates of a whole answer's usage what was not told, and leaves the rest as it was", async () => {
  const choices = [{ message: { content: "text".repeat(10) } }];
  const half = { choices, usage: { prompt_tokens: 7 } };
  const { end } = await endOf("chat", JSON.stringify(half), { isStream: false });
  expect(end.usage).toMatchObject({ inputTokens: 7, outputTokens: 10, source: "estimated" });
  const told = { choices, usage: { prompt_tokens: 7, completion_tokens: 3 } };
  const whole = await endOf("chat", JSON.stringify(told), { isStream: false });
  expect(whole.end.usage).toMatchObject({ inputTokens: 7, outputTokens: 3, source: "reported" });
});

it("costs nothing to count tokens, and uses none", async () => {
  const { end, priced } = await endOf("count_tokens", '{"input_tokens":14}', { isStream: false });
  expect(end).toMatchObject({ ok: true, costUsd: 0 });
  expect(end.usage).toMatchObject({ inputTokens: 0, outputTokens: 0, source: "reported" });
  expect(priced).toEqual([]);
});

it.each([
  ["messages", start + delta + stop("end_turn"), "incomplete"],
  ["messages", start + stop("refusal") + messageEnd, "content_filter"],
  ["messages", start + stop("end_turn") + messageEnd, "empty"],
  ["chat", event({ choices: [{ delta: {}, finish_reason: "content_filter" }] }), "content_filter"],
  ["responses", event({ type: "response.output_text.delta", delta: "a" }), "incomplete"],
  [
    "responses",
    event({
      type: "response.incomplete",
      response: { status: "incomplete", incomplete_details: { reason: "content_filter" } },
    }),
    "content_filter",
  ],
  ["responses", event({ type: "response.completed", response: { status: "completed" } }), "empty"],
] as const)("a %s stream of %j fails as %s", async (wire, body, kind) => {
  const { end } = await endOf(wire, body);
  expect(end).toMatchObject({ ok: false, errorKind: kind });
});

it("is complete with a finish reason, where a chat ends without more", async () => {
  const chunk = event({ choices: [{ delta: { content: "a" }, finish_reason: "stop" }] });
  expect((await endOf("chat", chunk)).end.ok).toBe(true);
});
