import { expect, test } from "vitest";
import type { Tool } from "../src/tools/index.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const ask = "Please call snooze.";
const routes = [
  ["/v1/chat/completions", { messages: [{ role: "user", content: ask }] }],
  ["/v1/responses", { input: ask }],
  ["/v1/messages", { messages: [{ role: "user", content: ask }], max_tokens: 500 }],
] as const;

async function stream(gateway: TestGateway, path: string, body: object): Promise<Response> {
  const { token } = await gateway.mint("ingest");
  return fetch(`${gateway.url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "support", stream: true, ...body }),
  });
}

/** All of a stream; `onFirst` is told of its first bytes while it goes on. */
async function read({ body }: Response, onFirst: (text: string) => void): Promise<string> {
  let all = "";
  for await (const part of body ?? []) {
    if (all === "") onFirst(Buffer.from(part).toString());
    all += Buffer.from(part).toString();
  }
  return all;
}

test.each(routes)("%s says that it is alive while a tool takes its time", async (path, body) => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const snooze: Tool = {
    name: "snooze",
    description: "Sleeps until it is told.",
    inputSchema: { type: "object", properties: {} },
    source: "built-in",
    run: () => promise,
  };
  await using gateway = await startGateway({ tools: [snooze], keepAliveMs: 20 });
  let first = "";
  const all = await read(await stream(gateway, path, body), (text) => {
    first = text;
    resolve("awake");
  });
  expect(first).toMatch(/^: keepalive\n\n/);
  expect(all).toMatch(/\[DONE\]|response\.completed|message_stop/);
});

test.each(routes)("%s tells a failure after that in its stream", async (path, body) => {
  await using gateway = await startGateway({
    keepAliveMs: 20,
    provider: { timeouts: { firstByteMs: 300 } },
  });
  gateway.upstream.inject({ fault: { kind: "hang" } });
  const response = await stream(gateway, path, body);
  expect(response.status).toBe(200);
  const events = (await read(response, () => {})).replaceAll(": keepalive\n\n", "");
  expect(events).toContain("sent no first byte in time");
  if (path === "/v1/responses") {
    expect(events).toMatch(/^event: response\.created[^]*event: error[^]*event: response\.failed/);
  }
});
