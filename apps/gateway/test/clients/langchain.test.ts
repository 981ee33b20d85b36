import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
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

function chat({ baseUrl, token }: ClientGateway, model: string, useResponsesApi: boolean) {
  return new ChatOpenAI({
    model,
    apiKey: token,
    maxRetries: 0,
    useResponsesApi,
    configuration: { baseURL: baseUrl },
  });
}

const tool = {
  type: "function" as const,
  function: {
    name: weather.name,
    description: weather.description,
    parameters: { ...weather.parameters },
  },
};

describe.each([
  ["chat", false],
  ["responses", true],
] as const)("LangChain's ChatOpenAI over %s", (_, useResponsesApi) => {
  describe.each(["local/swift-1", "support", "scribe"])("with %s", (model) => {
    it("invokes", async () => {
      await using clients = await startClientGateway();
      const answer = await chat(clients, model, useResponsesApi).invoke("Hello.");
      expect(answer.text).not.toBe("");
      expect(answer.usage_metadata).toMatchObject({ output_tokens: expect.any(Number) });
    });

    it("streams", async () => {
      await using clients = await startClientGateway();
      const texts: string[] = [];
      for await (const { text } of await chat(clients, model, useResponsesApi).stream("Hello.")) {
        if (text !== "") texts.push(text);
      }
      expect(texts.length).toBeGreaterThan(3);
    });

    it("throws what a rate limit says", async () => {
      await using clients = await startClientGateway();
      const client = chat(clients, model, useResponsesApi);
      const limit = { kind: "rate_limit", retryAfterMs: 60_000 } as const;
      clients.local.inject({ fault: limit });
      clients.claude.inject({ fault: limit });
      await expect(client.invoke("Hello.")).rejects.toMatchObject({ status: 429 });
    });

    it("throws what breaks off in the middle", async () => {
      await using clients = await startClientGateway(impatient);
      clients.local.inject({ fault: brokenOff });
      clients.claude.inject({ fault: brokenOff });
      const reading = (async () => {
        for await (const _ of await chat(clients, model, useResponsesApi).stream("Hello."));
      })();
      await expect(reading).rejects.toThrow("fell silent in the middle");
    });

    it("takes the provider's call with it when it aborts", async () => {
      await using clients = await startClientGateway();
      const upstream = model === "scribe" ? clients.claude : clients.local;
      upstream.inject({ fault: { kind: "stall", afterTokens: 3 } });
      const leaving = new AbortController();
      const reading = (async () => {
        const client = chat(clients, model, useResponsesApi);
        const stream = await client.stream("Hello.", { signal: leaving.signal });
        for await (const { text } of stream) if (text !== "") leaving.abort();
      })();
      await reading.catch(() => {});
      await expectCancelled(clients, upstream);
    });
  });

  it("binds tools of its own to a provider's model", async () => {
    await using clients = await startClientGateway();
    const client = chat(clients, "local/swift-1", useResponsesApi).bindTools([tool]);
    const question = new HumanMessage(weather.question);
    const called = await client.invoke([question]);
    expect(called.tool_calls).toMatchObject([{ name: weather.name }]);
    const [call] = called.tool_calls ?? [];
    const result = new ToolMessage({ tool_call_id: call?.id ?? "", content: "Drizzle." });
    expect((await client.invoke([question, called, result])).text).toContain("Drizzle.");
  });

  it("sees only the text of an agent's tool steps", async () => {
    await using clients = await startClientGateway();
    const answer = await chat(clients, "support", useResponsesApi).invoke(sum.question);
    expect(answer.text).toContain(sum.answer);
    expect(answer.tool_calls).toEqual([]);
  });
});
