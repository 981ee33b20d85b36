import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { expect, test } from "vitest";
import { Secret, type McpUrlConfig } from "../../config/index.ts";
import { createHttpFetch } from "./http-fetch.ts";
import { mcpLimits, type McpLimits } from "./limits.ts";

async function listen(onRequest: RequestListener) {
  const server = createServer(onRequest).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const configOf = (url: string, more: Partial<McpUrlConfig> = {}): McpUrlConfig => ({
  kind: "url",
  name: "web",
  url,
  headers: new Map([["authorization", new Secret("Bearer canary")]]),
  allowPrivate: true,
  callTimeoutMs: 1_000,
  ...more,
});

const fetchOf = (config: McpUrlConfig, more: Partial<McpLimits> = {}) =>
  createHttpFetch(config, {
    limits: { ...mcpLimits, maxMessageBytes: 1_000, reconnectMs: 0, ...more },
    mono: () => performance.now(),
    onFlood: () => {},
  });

test("asks only the origin of the config", async () => {
  await using server = await listen((_, response) => response.end("{}"));
  await using http = await fetchOf(configOf(server.url));
  expect(await (await http.fetch(server.url, { method: "POST", body: "{}" })).text()).toBe("{}");
  await expect(http.fetch("https://elsewhere.example/")).rejects.toThrow("is not asked");
});

test("follows no redirect", async () => {
  await using server = await listen((_, response) => {
    response.writeHead(307, { location: "http://169.254.169.254/" }).end();
  });
  await using http = await fetchOf(configOf(server.url));
  await expect(http.fetch(server.url)).rejects.toThrow("redirects to http://169.254.169.254/");
});

test.each(["http://127.0.0.1:1/mcp", "http://[::1]:1/mcp", "http://169.254.169.254/mcp"])(
  "does not call %s unless that is meant",
  async (url) => {
    await expect(fetchOf(configOf(url, { allowPrivate: false }))).rejects.toThrow("allowPrivate");
  },
);

test("does not call a name of this machine unless that is meant", async () => {
  await using http = await fetchOf(configOf("http://localhost:1/mcp", { allowPrivate: false }));
  await expect(http.fetch("http://localhost:1/mcp")).rejects.toThrow("allowPrivate");
});

test("takes no packed answer", async () => {
  await using server = await listen((_, response) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end("x");
  });
  await using http = await fetchOf(configOf(server.url));
  await expect(http.fetch(server.url)).rejects.toThrow("packed (gzip)");
});

test("bounds an answer, and of a stream each event", async () => {
  const event = `data: ${"x".repeat(600)}\r\n\r\n`;
  await using server = await listen(({ url }, response) => {
    const type = url === "/mcp" ? "application/json" : "text/event-stream";
    response.writeHead(200, { "content-type": type });
    if (url === "/long-event") response.end("x".repeat(2_000));
    else if (url === "/mcp") response.end("x".repeat(2_000));
    // Cut anywhere, so that an event's end is split over chunks too.
    else for (const part of event.repeat(20).match(/.{1,7}/gs) ?? []) response.write(part);
    response.end();
  });
  await using http = await fetchOf(configOf(server.url));
  const textAt = async (path: string) => (await http.fetch(new URL(path, server.url))).text();
  expect(await textAt("/events")).toBe(event.repeat(20));
  for (const path of ["/mcp", "/long-event"]) {
    await expect(textAt(path)).rejects.toThrow("a message of more than 1000 bytes");
  }
});
