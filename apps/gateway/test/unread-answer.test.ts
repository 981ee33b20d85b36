import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { rawRequest } from "./raw-http.ts";
import { startRawUpstream } from "./raw-upstream.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const line = `data: {"choices":[{"delta":{"content":"${"tok ".repeat(500)}"}}]}\n\n`;

/** As fast as it is read, without end. */
function pourInto(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const pour = (): void => {
    while (!response.destroyed && response.write(line)) {
      // Until nobody reads on.
    }
    response.once("drain", pour);
  };
  pour();
}

/** A client that asks for a stream, and reads nothing of it. */
async function askAndReadNothing(gateway: TestGateway, model: string) {
  const { hostname, port, host } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.pause();
  socket.on("error", () => {});
  const body = JSON.stringify({ model, stream: true, messages: [{ role: "user", content: "x" }] });
  const headers = { host, authorization: `Bearer ${gateway.adminToken}` };
  socket.write(rawRequest("POST /v1/chat/completions", headers, body));
  return socket;
}

it.each(["local/m", "support"])(
  "ends a stream of %s that its client does not read, and says so",
  async (model) => {
    await using upstream = await startRawUpstream(pourInto);
    const provider = { baseUrl: upstream.url, timeouts: { idleMs: 300 } };
    await using gateway = await startGateway({ provider });
    const socket = await askAndReadNothing(gateway, model);
    await expect
      .poll(() => gateway.admin.requests.list.query({}), { interval: 20, timeout: 10_000 })
      .toMatchObject({ requests: [{ outcome: "cancelled", errorKind: "cancelled" }] });
    const [request] = (await gateway.admin.requests.list.query({})).requests;
    const detail = await gateway.admin.requests.get.query({ requestId: request?.id ?? "" });
    expect(JSON.stringify(detail)).toContain("The client did not read what it was sent for 300 ms");
    expect(await gateway.admin.lanes.list.query()).toEqual([]);
    socket.destroy();
  },
  20_000,
);
