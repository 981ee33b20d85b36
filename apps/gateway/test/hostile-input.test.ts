import { afterAll, beforeAll, expect, it } from "vitest";
import { rawRequest, sendRaw } from "./raw-http.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const mib = 1024 * 1024;
const chat = "/v1/chat/completions";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

function post(path: string, body: string): Promise<Response> {
  return fetch(gateway.url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.adminToken}`, "content-type": "application/json" },
    body,
  });
}

const messages = (content: string) => [{ role: "user", content }];

it.each([
  chat,
  "/v1/responses",
  "/v1/embeddings",
  "/v1/messages",
  "/v1/messages/count_tokens",
  "/trpc/agent.send",
])("%s refuses a body over 4 MiB", async (path) => {
  const body = JSON.stringify({ message: "x".repeat(4 * mib), model: "local/swift-1" });
  expect((await post(path, body)).status).toBe(413);
});

it("refuses a body that turns out larger than 4 MiB as it comes", async () => {
  const { host } = new URL(gateway.url);
  const chunk = `${mib.toString(16)}\r\n${"x".repeat(mib)}\r\n`;
  const head = [
    `POST ${chat} HTTP/1.1`,
    `host: ${host}`,
    `authorization: Bearer ${gateway.adminToken}`,
    "transfer-encoding: chunked",
    "connection: close",
  ].join("\r\n");
  const answer = await sendRaw(gateway.url, `${head}\r\n\r\n${chunk.repeat(5)}0\r\n\r\n`);
  expect(answer.status).toBe(413);
});

it("takes a body just under 4 MiB", async () => {
  const body = { model: "local/swift-1", messages: messages("x".repeat(100)) };
  const padded = JSON.stringify(body).padEnd(4 * mib - 1, " ");
  expect((await post(chat, padded)).status).toBe(200);
});

it("refuses headers over 16 KiB", async () => {
  const { host } = new URL(gateway.url);
  const raw = rawRequest("GET /health", { host, "x-large": "x".repeat(20_000) });
  expect((await sendRaw(gateway.url, raw)).status).toBe(431);
});

it.each([
  ["no JSON", "{", "no valid JSON"],
  ["no object", "[]", "a JSON object"],
  ["no model", '{"messages":[{}]}', "model is missing"],
  ["no messages", '{"model":"local/swift-1"}', "messages is missing"],
  ["a model's name without end", `{"model":"local/${"m".repeat(mib)}"}`, "longer than 256"],
  ["no such provider", '{"model":"nobody/m","messages":[{}]}', "local/…"],
  ["no such agent", '{"model":"nobody","messages":[{}]}', "no agent or alias called nobody"],
])("says what is wrong with a body of %s", async (_, body, said) => {
  const response = await post(chat, body);
  expect([400, 404]).toContain(response.status);
  expect(await response.json()).toMatchObject({
    error: { message: expect.stringContaining(said), type: "invalid_request_error" },
  });
});

it.each([
  ["messages", '"model":"local/swift-1","messages":'],
  ["an unknown field", '"model":"local/swift-1","messages":[{"role":"user","content":"x"}],"x":'],
  [
    "stream_options",
    '"stream":true,"model":"local/swift-1","messages":[{"role":"user","content":"x"}],"stream_options":',
  ],
])("refuses %s that go a hundred thousand levels deep", async (_, before) => {
  const depth = 100_000;
  for (const [open, close] of [
    ["[", "]"],
    ['{"a":', "}"],
  ] as const) {
    const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
    expect((await post(chat, `{${before}${deep}}`)).status).toBe(400);
  }
});

const many = (one: string, count: number): string => Array(count).fill(one).join();
const said = '{"role":"user","content":"a"}';
const unknown = Array.from({ length: 300_000 }, (_, index) => `"k${index}":1`).join();

it.each([
  ["unknown members", chat, `"messages":[${said}],${unknown}`, "1,000 members"],
  [
    "repeats of one member",
    chat,
    `"messages":[${said}],${many('"a":1', 690_000)}`,
    "1,000 members",
  ],
  [
    "members of a member",
    chat,
    `"messages":[${said}],"x":{${many('"a":1', 650_000)}}`,
    "150,000 members of",
  ],
  ["tiny messages", chat, `"messages":[${many(said, 130_000)}]`, "50,000 lists and objects"],
  ["messages", chat, `"messages":[${many(said, 10_001)}]`, "messages has 10,001 members"],
  ["items", "/v1/responses", `"input":[${many(said, 10_001)}]`, "input has 10,001 members"],
  ["messages", "/v1/messages", `"messages":[${many(said, 10_001)}]`, "messages has 10,001"],
  ["messages", "/v1/messages/count_tokens", `"messages":[${many(said, 10_001)}]`, "10,001 members"],
  ["texts", "/v1/embeddings", `"input":[${many('"a"', 2_049)}]`, "input has 2,049 members"],
  ["tokens", "/v1/embeddings", `"input":[${many("1", 300_001)}]`, "input has 300,001 members"],
])("refuses too many %s to %s", async (_, path, members, said) => {
  const response = await post(path, `{"model":"local/swift-1",${members}}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: { message: expect.stringContaining(said), type: "invalid_request_error" },
  });
});

it.each([
  [chat, `"messages":[${said}],"max_tokens":-1`],
  [chat, `"messages":[${said}],"max_completion_tokens":0`],
  [chat, `"messages":[${said}],"temperature":1e400`],
  ["/v1/responses", '"input":"x","max_output_tokens":-1'],
  ["/v1/responses", '"input":"x","top_p":-1'],
  ["/v1/messages", `"messages":[${said}],"max_tokens":-1`],
  ["/v1/messages", `"messages":[${said}],"max_tokens":9,"temperature":"hot"`],
])("says over %s what an agent can't be set to: %s", async (path, members) => {
  const response = await post(path, `{"model":"support",${members}}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: { message: expect.stringMatching(/must be a /), type: "invalid_request_error" },
  });
});

it("takes as many messages as it says", async () => {
  const body = `{"model":"local/swift-1","messages":[${many(said, 10_000)}]}`;
  expect((await post(chat, body)).status).toBe(200);
});

it("is not polluted by a prototype's name, and passes it on like any other", async () => {
  const body = `{"__proto__":{"model":"x","polluted":1},"constructor":{"prototype":{"polluted":1}},
    "model":"local/swift-1","messages":[{"role":"user","content":"x","__proto__":{"polluted":1}}]}`;
  expect((await post(chat, body)).status).toBe(200);
  const call = await post("/trpc/agent.send", '{"message":"x","__proto__":{"agent":"nobody"}}');
  expect([200, 400]).toContain(call.status);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

it("refuses a session's name that is none", async () => {
  const response = await fetch(gateway.url + chat, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.adminToken}`, "x-session-id": "a b" },
    body: "{}",
  });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain("x-session-id must have");
});

it("left no request behind, and no error of its own", async () => {
  expect(await gateway.admin.system.metrics.query()).toMatchObject({
    activeRequests: 0,
    errors: 0,
  });
  expect(await gateway.admin.system.events.query({ level: "error" })).toEqual([]);
});
