import { createServer } from "node:http";
import { once } from "node:events";
import { expect, test, vi } from "vitest";
import { systemClock } from "../../clock.ts";
import type { McpUrlConfig } from "../../config/index.ts";
import { openState } from "../../state/index.ts";
import { temporaryDirectory } from "../../state/testing/temporary-directory.ts";
import type { McpLimits } from "./limits.ts";
import { McpServers } from "./mcp-servers.ts";

const note = 'data: {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info"}}';

/** An MCP server over HTTP whose stream, of what it says unasked, is this, and over at once unless it goes on. */
async function startServer(stream: string, goesOn: boolean) {
  const gets: number[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      if (request.method === "GET") {
        gets.push(performance.now());
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(stream);
        if (!goesOn) response.end();
        return;
      }
      if (request.method !== "POST") {
        response.end();
        return;
      }
      // Its client is the SDK, which writes requests and notifications.
      const { id, method } = JSON.parse(body) as { id?: number; method: string };
      if (id === undefined) {
        response.writeHead(202).end();
        return;
      }
      const result =
        method === "initialize"
          ? {
              protocolVersion: "2025-06-18",
              capabilities: { tools: {} },
              serverInfo: { name: "web", version: "1.0.0" },
            }
          : { tools: [{ name: "t", inputSchema: { type: "object" } }] };
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    gets,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function connect(url: string, limits: Partial<McpLimits>) {
  await using cleanup = new AsyncDisposableStack();
  const directory = cleanup.use(await temporaryDirectory());
  const state = cleanup.use(await openState({ dataDir: directory.path, now: systemClock.now }));
  const config: McpUrlConfig = {
    kind: "url",
    name: "web",
    url,
    headers: new Map(),
    allowPrivate: true,
    callTimeoutMs: 1_000,
  };
  const servers = new McpServers([config], {
    approvals: state.approvals,
    clock: systemClock,
    random: () => 0,
    env: {},
    limits: { closeGraceMs: 50, ...limits },
    state: () => {},
    version: "0.0.0",
  });
  cleanup.defer(() => servers.stop());
  servers.start();
  const owned = cleanup.move();
  return { servers, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test.each([0, 99_999_999_999])(
  "a stream is asked for again in our time, not in its (%i)",
  async (retry) => {
    const reconnectMs = 150;
    await using server = await startServer(`retry: ${retry}\nid: 1\n${note}\n\n`, false);
    await using _ = await connect(server.url, { reconnectMs });
    await vi.waitFor(() => expect(server.gets.length).toBeGreaterThanOrEqual(4), {
      timeout: 15_000,
      interval: 5,
    });
    const [first = 0, , , fourth = 0] = server.gets;
    expect(fourth - first).toBeGreaterThan(3 * reconnectMs - 10);
  },
);

test("a stream of more messages than anyone reads ends the server, and it is tried again later", async () => {
  await using server = await startServer(`${note}\n\n`.repeat(2_000), true);
  await using one = await connect(server.url, {
    maxMessagesPerSecond: 200,
    firstBackoffMs: 60_000,
  });
  await vi.waitFor(
    () =>
      expect(one.servers.get("web")?.status).toMatchObject({
        state: "backoff",
        reason: "it sent more than 200 messages a second for 5 seconds",
      }),
    { timeout: 15_000, interval: 10 },
  );
});
