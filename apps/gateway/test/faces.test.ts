import { once } from "node:events";
import { connect } from "node:net";
import type { Fault } from "@signalbox/practice/upstream";
import { describe, expect, it } from "vitest";
import {
  expectCancelled,
  startClientGateway,
  type ClientGateway,
} from "./clients/client-gateway.ts";
import { rawRequest } from "./raw-http.ts";
import { startRawUpstream } from "./raw-upstream.ts";
import { startGateway } from "./start-gateway.ts";

const routes = {
  "/v1/chat/completions": { messages: [{ role: "user", content: "Hello." }] },
  "/v1/responses": { input: "Hello." },
  "/v1/messages": { messages: [{ role: "user", content: "Hello." }], max_tokens: 500 },
} as const;

async function post(
  url: string,
  token: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "x-api-key": token, "content-type": "application/json", ...headers },
    body,
  });
}

/** A gateway whose provider answers what a test says, to the byte. */
async function startOver(
  kind: "openai-compatible" | "anthropic",
  answer: Parameters<typeof startRawUpstream>[0],
) {
  await using cleanup = new AsyncDisposableStack();
  const upstream = cleanup.use(await startRawUpstream(answer));
  const gateway = cleanup.use(
    await startGateway({ provider: { kind, baseUrl: upstream.url, apiKey: "sk-of-the-provider" } }),
  );
  const owned = cleanup.move();
  return {
    upstream,
    gateway,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const oddRequest = `{ "temperature": 1.0, "model" : "local/a/b", "stream":true, "x": {"model": 1e2},
  "seed": 12345678901234567890, "input":"hi", "max_tokens": 10,
  "messages":[{"role":"user","content":"\\"model\\""}] }`;

describe("what passes through", () => {
  const responses = [
    'event: response.created\ndata: {"type":"response.created","response":{},"sequence_number":0}\n\n',
    'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"hé","x":1.0,"sequence_number":1}\n\n',
    'event: response.completed\ndata: {"type":"response.completed","response":{"status":"completed","usage":{"input_tokens":3,"output_tokens":2}},"sequence_number":2}\n\n',
  ].join("");
  const message = [
    'event: message_start\ndata: {"type":"message_start","message":{"usage":{"input_tokens":3,"output_tokens":1}}}\n\n',
    'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n',
    'event: ping\ndata: {"type": "ping"}\n\n',
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hé"},"x":1.0}\n\n',
    'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}\n\n',
    'event: message_stop\ndata: {"type":"message_stop"}\n\n',
  ].join("");

  it.each([
    ["/v1/responses", "openai-compatible", responses],
    ["/v1/messages", "anthropic", message],
  ] as const)(
    "%s is the client's bytes but for the model, and the provider's back",
    async (path, kind, stream) => {
      await using over = await startOver(kind, (response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.end(stream);
      });
      const { upstream, gateway } = over;
      const response = await post(gateway.url + path, gateway.adminToken, oddRequest);
      expect(await response.text()).toBe(stream);
      expect(upstream.received[0]).toMatchObject({
        url: path,
        body: oddRequest.replace('"local/a/b"', '"a/b"'),
      });
      const { headers = {} } = upstream.received[0] ?? {};
      expect(headers).not.toHaveProperty("anthropic-beta");
      expect(headers["anthropic-version"]).toBe(kind === "anthropic" ? "2023-06-01" : undefined);
      const { modelCalls } = await gateway.admin.system.metrics.query();
      expect(modelCalls.recentCalls).toMatchObject([{ inputTokens: 3, outputTokens: 2 }]);
    },
  );

  it("says to Anthropic's API which version and what of the next one the client speaks", async () => {
    await using over = await startOver("anthropic", (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"input_tokens": 7.0}');
    });
    const { upstream, gateway } = over;
    const ask = JSON.stringify({ model: "local/m", ...routes["/v1/messages"] });
    const response = await post(
      `${gateway.url}/v1/messages/count_tokens`,
      gateway.adminToken,
      ask,
      {
        "anthropic-version": "2023-01-01",
        "anthropic-beta": "one-2026-01-01,two-2026-02-02",
      },
    );
    expect(await response.text()).toBe('{"input_tokens": 7.0}');
    expect(response.headers.get("request-id")).toBe(response.headers.get("x-request-id"));
    expect(upstream.received[0]).toMatchObject({
      url: "/v1/messages/count_tokens",
      headers: {
        "x-api-key": "sk-of-the-provider",
        "anthropic-version": "2023-01-01",
        "anthropic-beta": "one-2026-01-01,two-2026-02-02",
      },
    });
  });

  it("is a whole answer in one piece with its length, however it came", async () => {
    const answer =
      '{ "object":"list", "data":[{"embedding":[0.10]}], "usage":{"prompt_tokens":1} }\n';
    await using over = await startOver("openai-compatible", (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write(answer.slice(0, 20));
      setImmediate(() => response.end(answer.slice(20)));
    });
    const { gateway } = over;
    const ask = JSON.stringify({ model: "local/m", input: ["a"] });
    const response = await post(`${gateway.url}/v1/embeddings`, gateway.adminToken, ask);
    expect(response.headers.get("content-length")).toBe(String(Buffer.byteLength(answer)));
    expect(await response.text()).toBe(answer);
  });

  it("holds of a provider's headers the limits alone, and no more than they may be", async () => {
    await using over = await startOver("openai-compatible", (response) => {
      response.writeHead(200, {
        "content-type": "application/json",
        "x-ratelimit-remaining-tokens": "149984",
        "x-ratelimit-remaining-requests": "9".repeat(1_000),
        "x-ratelimit-limit-of-my-own": "x".repeat(4_000),
        "openai-organization": "org-of-the-operator",
        "set-cookie": "a=b",
        "x-request-id": "req_of_the_provider",
      });
      response.end('{"data":[{"embedding":[1]}],"usage":{"prompt_tokens":1}}');
    });
    const { gateway } = over;
    const ask = JSON.stringify({ model: "local/m", input: ["a"] });
    const { headers } = await post(`${gateway.url}/v1/embeddings`, gateway.adminToken, ask);
    expect(headers.get("x-ratelimit-remaining-tokens")).toBe("149984");
    for (const name of [
      "x-ratelimit-remaining-requests",
      "x-ratelimit-limit-of-my-own",
      "openai-organization",
      "set-cookie",
    ]) {
      expect(headers.has(name)).toBe(false);
    }
    expect(headers.get("x-request-id")).toMatch(/^[0-9A-Z]{26}$/);
  });
});

describe("a provider's stream that fails after it has begun", () => {
  it.each([
    ["/v1/chat/completions", "local/swift-1", /\ndata: (\{"error".*\})\n\n$/],
    ["/v1/responses", "local/swift-1", /\nevent: error\ndata: (.*)\n\n$/],
    ["/v1/messages", "claude/swift-1", /\nevent: error\ndata: (.*)\n\n$/],
  ] as const)(
    "is closed at %s with one error, in the gateway's words",
    async (path, model, end) => {
      await using clients = await startClientGateway();
      const fault = { kind: "error_in_stream", afterTokens: 3 } as const;
      clients.local.inject({ fault });
      clients.claude.inject({ fault });
      const ask = JSON.stringify({ ...routes[path], model, stream: true });
      const text = await (await post(clients.gateway.url + path, clients.token, ask)).text();
      const [, error = ""] = end.exec(text) ?? [];
      expect(JSON.stringify(JSON.parse(error))).toContain(
        "failed within its answer: The server had",
      );
      expect(text.match(/The server had/g)).toHaveLength(1);
    },
  );
});

describe("a refusal", () => {
  it.each([
    ["/v1/messages", {}],
    ["/v1/messages/count_tokens", {}],
    ["/v1/models", { "anthropic-version": "2023-06-01" }],
  ])("is in Anthropic's words at %s, as its client's version asks", async (path, headers) => {
    await using gateway = await startGateway();
    const response = await fetch(gateway.url + path, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      type: "error",
      error: { type: "authentication_error" },
      request_id: null,
    });
  });

  it.each([
    ["/v1/chat/completions", { error: { type: "invalid_request_error" } }],
    ["/v1/responses", { error: { type: "invalid_request_error" } }],
    ["/v1/messages", { type: "error", error: { type: "invalid_request_error" } }],
  ])("of a method says at %s which one it takes", async (path, body) => {
    await using gateway = await startGateway();
    const response = await fetch(gateway.url + path, {
      headers: { "x-api-key": gateway.adminToken },
    });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
    expect(await response.json()).toMatchObject(body);
  });

  it.each(["openai", "anthropic"])("counts at its channel: %s", async (name) => {
    await using gateway = await startGateway();
    const path = name === "openai" ? "/v1/responses" : "/v1/messages";
    await post(gateway.url + path, gateway.adminToken, '{"model":"nobody"}');
    const channels = await gateway.admin.channels.list.query();
    expect(channels.find((one) => one.name === name)).toMatchObject({ refused: 1, connections: 0 });
  });
});

/** A client that sends a whole request and goes away when told to, without a word. */
async function leaveOn(
  { gateway, token }: ClientGateway,
  path: string,
  body: object,
  moment: Promise<unknown>,
): Promise<void> {
  const { hostname, port, host } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const headers = { host, "x-api-key": token, "content-type": "application/json" };
  socket.write(rawRequest(`POST ${path}`, headers, JSON.stringify(body)));
  socket.resume();
  await moment;
  socket.destroy();
}

const hang: Fault = { kind: "hang" };
const stall: Fault = { kind: "stall", afterTokens: 4 };

describe.each([
  ["/v1/chat/completions", "local/swift-1"],
  ["/v1/responses", "local/swift-1"],
  ["/v1/responses", "support"],
  ["/v1/messages", "claude/swift-1"],
  ["/v1/messages", "support"],
  ["/v1/messages", "scribe"],
] as const)("a client of %s that leaves %s", (path, model) => {
  it.each([
    ["before the first byte of a stream", true, hang, 0],
    ["before the first byte of a whole answer", false, hang, 0],
    ["in the middle of a stream", true, stall, 4],
    ["in the middle of a whole answer", false, stall, 0],
  ] as const)("%s takes its request with it", async (_, stream, fault, tokens) => {
    await using clients = await startClientGateway();
    const { admin } = clients.gateway;
    const upstream = /claude|scribe/.test(model) ? clients.claude : clients.local;
    upstream.inject({ fault });
    const isAgent = !model.includes("/");
    const seen = expect
      .poll(() => admin.system.activeRequests.query(), { interval: 10 })
      .toMatchObject([{ phase: "model", attempts: 1, ...(stream && { outputTokens: tokens }) }]);
    const asked = upstream.waitFor(({ active }) => active === 1);
    await leaveOn(clients, path, { ...routes[path], model, stream }, Promise.all([seen, asked]));
    await upstream.waitFor(
      ({ aborted, active }) => aborted === 1 && active === 0,
      AbortSignal.timeout(1_000),
    );
    await expect
      .poll(() => admin.requests.list.query({}), { interval: 10 })
      .toMatchObject({
        requests: [{ outcome: "cancelled", errorKind: "cancelled", agent: isAgent ? model : null }],
      });
    expect(await admin.system.metrics.query()).toMatchObject({ activeRequests: 0, errors: 0 });
    expect(await admin.lanes.list.query()).toEqual([]);
  });
});

it.each([
  ["/v1/embeddings", { model: "local/swift-1", input: "Hello." }],
  ["/v1/messages/count_tokens", { model: "claude/swift-1", ...routes["/v1/messages"] }],
  ["/v1/messages/count_tokens", { model: "scribe", ...routes["/v1/messages"] }],
] as const)("a client of %s that leaves takes its request with it", async (path, body) => {
  await using clients = await startClientGateway();
  const upstream = body.model === "local/swift-1" ? clients.local : clients.claude;
  upstream.inject({ fault: hang });
  await leaveOn(
    clients,
    path,
    body,
    upstream.waitFor(({ active }) => active === 1),
  );
  await expectCancelled(clients, upstream);
});
