import { describe, expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";
import { startRawUpstream } from "./raw-upstream.ts";

const answer = [
  'data: {"id":"a","choices":[{"index":0,"delta":{"role":"assistant","content":""}}],"x":1.0}\n\n',
  'data: {"id":"a","choices":[{"index":0,"delta":{"content":"Grüße 🚂"}}],"big":12345678901234567890}\n\n',
  ": a comment\n\n",
  'data: {"id":"a","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n',
];
const usage =
  'data: {"id":"a","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}\n\n';
const done = "data: [DONE]\n\n";

const streamed = (text: string) =>
  startRawUpstream((response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(text);
  });

const request = `{ "model" : "local/llama:8b/x", "stream":true,
  "messages":[{"role":"user","content":"model \\"stream_options\\" {}"}],
  "temperature": 1.0, "seed": 12345678901234567890, "x_unknown": {"model": 1e2, "a": [1.50]} }`;

async function post(url: string, token: string, body: string): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body,
  });
}

describe("what passes through /v1/chat/completions", () => {
  it("is the client's own bytes but for the model's name and the wish for usage", async () => {
    await using upstream = await streamed(answer.join("") + usage + done);
    await using gateway = await startGateway({ provider: { baseUrl: upstream.url } });
    await (await post(gateway.url, gateway.adminToken, request)).text();
    const [received] = upstream.received;
    expect(received?.url).toBe("/v1/chat/completions");
    expect(received?.headers.authorization).toBeUndefined();
    expect(received?.body).toBe(
      request
        .replace("{", '{"stream_options":{"include_usage":true},')
        .replace('"local/llama:8b/x"', '"llama:8b/x"'),
    );
  });

  it("is the provider's own bytes, without the usage that nobody asked for", async () => {
    await using upstream = await streamed(answer.join("") + usage + done);
    await using gateway = await startGateway({ provider: { baseUrl: upstream.url } });
    const response = await post(gateway.url, gateway.adminToken, request);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(await response.text()).toBe(answer.join("") + done);
    const { modelCalls } = await gateway.admin.system.metrics.query();
    expect(modelCalls.recentCalls[0]).toMatchObject({ inputTokens: 7, outputTokens: 2 });
  });

  it("has the usage where the client asked for it", async () => {
    await using upstream = await streamed(answer.join("") + usage + done);
    await using gateway = await startGateway({ provider: { baseUrl: upstream.url } });
    const body = request.replace("{", '{"stream_options":{"include_usage":true,"x":1.0},');
    const response = await post(gateway.url, gateway.adminToken, body);
    expect(await response.text()).toBe(answer.join("") + usage + done);
    expect(upstream.received[0]?.body).toContain('{"include_usage":true,"x":1.0}');
  });

  it("is a whole answer to the byte, and what was sent where no stream was asked", async () => {
    const whole =
      '{ "choices":[{"message":{"content":"hi","x":1.0}}],\n "usage":{"prompt_tokens":3,"completion_tokens":1}}\n';
    await using upstream = await startRawUpstream((response) => {
      response.writeHead(200, { "content-type": "application/json", "openai-version": "1" });
      response.end(whole);
    });
    await using gateway = await startGateway({
      provider: { baseUrl: upstream.url, apiKey: "sk-provider" },
    });
    const body = request.replace('"stream":true', '"stream":false');
    const response = await post(gateway.url, gateway.adminToken, body);
    expect(await response.text()).toBe(whole);
    expect(response.headers.get("openai-version")).toBe("1");
    expect(upstream.received[0]?.body).toBe(body.replace('"local/llama:8b/x"', '"llama:8b/x"'));
    expect(upstream.received[0]?.headers.authorization).toBe("Bearer sk-provider");
  });

  it("asks no usage of a provider that does not know it", async () => {
    await using upstream = await streamed(answer.join("") + done);
    await using gateway = await startGateway({
      provider: { baseUrl: upstream.url, streamUsage: "never" },
    });
    await (await post(gateway.url, gateway.adminToken, request)).text();
    expect(upstream.received[0]?.body).not.toContain('"include_usage"');
    const { modelCalls } = await gateway.admin.system.metrics.query();
    expect(modelCalls.recentCalls[0]).toMatchObject({ inputTokens: 0, outputTokens: 1 });
  });
});

describe("the unmodified openai client", () => {
  it("streams the same answer through the gateway as from the upstream itself", async () => {
    await using gateway = await startGateway();
    const { token } = await gateway.mint("ingest");
    const ask = { messages: [{ role: "user" as const, content: "Say something." }], seed: 7 };
    const through = await gateway
      .openai(token)
      .chat.completions.create({ ...ask, model: "local/swift-1", stream: true });
    let text = "";
    for await (const chunk of through) {
      expect(chunk.usage ?? null).toBeNull();
      text += chunk.choices[0]?.delta.content ?? "";
    }
    const whole = await gateway
      .openai(token)
      .chat.completions.create({ ...ask, model: "local/swift-1" });
    expect(text).not.toBe("");
    expect(whole.choices[0]?.message.content).toBe(text);
    expect(whole.usage?.completion_tokens).toBeGreaterThan(1);
  });

  it("lists the agents and what the config names of models", async () => {
    await using gateway = await startGateway({ provider: { models: ["swift-1"] } });
    const { token } = await gateway.mint("ingest");
    const models = await gateway.openai(token).models.list();
    expect(models.data.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["support", "local/swift-1"]),
    );
  });
});
