import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import { describe, expect, it } from "vitest";
import {
  brokenOff,
  expectCancelled,
  startClientGateway,
  sum,
  impatient,
  weather,
  type ClientGateway,
} from "./client-gateway.ts";

/** Each provider of the SDK, by the wire that it speaks with the gateway. */
const providers = {
  "@ai-sdk/openai-compatible": ({ baseUrl, token }: ClientGateway) =>
    createOpenAICompatible({
      name: "signalbox",
      baseURL: baseUrl,
      apiKey: token,
      includeUsage: true,
    }),
  "@ai-sdk/openai": ({ baseUrl, token }: ClientGateway) =>
    createOpenAI({ baseURL: baseUrl, apiKey: token }),
  "@ai-sdk/openai .chat": ({ baseUrl, token }: ClientGateway) => {
    const provider = createOpenAI({ baseURL: baseUrl, apiKey: token });
    return (model: string) => provider.chat(model);
  },
  "@ai-sdk/anthropic": ({ baseUrl, token }: ClientGateway) =>
    createAnthropic({ baseURL: baseUrl, apiKey: token }),
} as const;

const names = [
  "@ai-sdk/openai-compatible",
  "@ai-sdk/openai",
  "@ai-sdk/openai .chat",
  "@ai-sdk/anthropic",
] as const;
const cases = names.flatMap((name) => {
  const own = name === "@ai-sdk/anthropic" ? "claude/swift-1" : "local/swift-1";
  return [
    [name, own],
    [name, "support"],
    [name, "scribe"],
  ] as const;
});

/** Some warn of models that they do not know by name. */
const quiet = { maxRetries: 0, onError: () => {} } as const;

describe.each(cases)("%s with %s", (name, model) => {
  it("generates text", async () => {
    await using clients = await startClientGateway();
    const result = await generateText({
      model: providers[name](clients)(model),
      maxRetries: 0,
      system: "Be kind.",
      prompt: "Hello.",
    });
    expect(result.text).not.toBe("");
    expect(result.finishReason).toBe("stop");
    expect(result.usage.outputTokens).toBeGreaterThan(1);
  });

  it("streams text", async () => {
    await using clients = await startClientGateway();
    const result = streamText({
      model: providers[name](clients)(model),
      ...quiet,
      prompt: "Hello.",
    });
    let deltas = 0;
    for await (const _ of result.textStream) deltas += 1;
    expect(deltas).toBeGreaterThan(3);
    expect(await result.finishReason).toBe("stop");
    expect((await result.usage).outputTokens).toBeGreaterThan(3);
  });

  it("throws what a rate limit says", async () => {
    await using clients = await startClientGateway();
    const fault = { kind: "rate_limit", retryAfterMs: 60_000 } as const;
    clients.local.inject({ fault });
    clients.claude.inject({ fault });
    const answer = generateText({
      model: providers[name](clients)(model),
      maxRetries: 0,
      prompt: "Hello.",
    });
    const error = await answer.catch((caught: unknown) => caught);
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ statusCode: 429, isRetryable: true });
  });

  it("tells what breaks off in the middle of a stream", async () => {
    await using clients = await startClientGateway(impatient);
    clients.local.inject({ fault: brokenOff });
    clients.claude.inject({ fault: brokenOff });
    const result = streamText({
      model: providers[name](clients)(model),
      ...quiet,
      prompt: "Hello.",
    });
    const types = new Set<string>();
    for await (const { type } of result.fullStream) types.add(type);
    expect([...types]).toEqual(expect.arrayContaining(["text-delta", "error"]));
  });

  it("takes the provider's call with it when it aborts", async () => {
    await using clients = await startClientGateway();
    const isLocal = model === "local/swift-1" || model === "support";
    const upstream = isLocal ? clients.local : clients.claude;
    upstream.inject({ fault: { kind: "stall", afterTokens: 3 } });
    const leaving = new AbortController();
    const result = streamText({
      model: providers[name](clients)(model),
      ...quiet,
      prompt: "Hello.",
      abortSignal: leaving.signal,
    });
    for await (const { type } of result.fullStream) if (type === "text-delta") leaving.abort();
    await expectCancelled(clients, upstream);
  });
});

describe.each(cases.filter(([, model]) => model.includes("/")))("%s with %s", (name, model) => {
  it("calls tools of its own, and answers with what they say", async () => {
    await using clients = await startClientGateway();
    const places: unknown[] = [];
    const result = streamText({
      model: providers[name](clients)(model),
      ...quiet,
      prompt: weather.question,
      stopWhen: stepCountIs(3),
      tools: {
        [weather.name]: tool({
          description: weather.description,
          inputSchema: jsonSchema({ ...weather.parameters, required: ["place"] }),
          execute: (input) => {
            places.push(input);
            return "Drizzle.";
          },
        }),
      },
    });
    await result.consumeStream();
    expect(places).toHaveLength(1);
    expect(await result.text).toContain("Drizzle.");
    expect(await result.steps).toHaveLength(2);
  });
});

describe.each(cases.filter(([, model]) => !model.includes("/")))("%s with %s", (name, model) => {
  it("sees only the text of the agent's tool steps", async () => {
    await using clients = await startClientGateway();
    const result = await generateText({
      model: providers[name](clients)(model),
      maxRetries: 0,
      prompt: sum.question,
    });
    expect(result.text).toContain(sum.answer);
    expect(result.steps).toHaveLength(1);
  });
});
