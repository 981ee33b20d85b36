import { expect, it } from "vitest";
import { startRawUpstream } from "./raw-upstream.ts";
import { startGateway } from "./start-gateway.ts";

const apiKey = "canary-5f0c2a9e7b";

it.each([
  [400, false],
  [401, false],
  [500, true],
  [200, true],
])(
  "a provider's %i that repeats our key tells it to nobody (streamed: %s)",
  async (status, stream) => {
    await using upstream = await startRawUpstream((response, { headers }) => {
      const error = { message: `Wrong key: ${headers.authorization}`, code: "x" };
      response.writeHead(status, {
        "content-type": status === 200 ? "text/event-stream" : "application/json",
      });
      response.end(
        status === 200 ? `data: ${JSON.stringify({ error })}\n\n` : JSON.stringify({ error }),
      );
    });
    await using gateway = await startGateway({ provider: { baseUrl: upstream.url, apiKey } });
    const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.adminToken}` },
      body: JSON.stringify({
        model: "local/swift-1",
        stream,
        messages: [{ role: "user", content: "Hello." }],
      }),
    });
    const { requests } = await gateway.admin.requests.list.query({});
    const told = [
      await answer.text(),
      requests,
      await gateway.admin.requests.get.query({ requestId: requests[0]?.id ?? "" }),
      await gateway.admin.system.events.query({}),
      await gateway.admin.system.metrics.query(),
      await gateway.admin.errors.groups.query(),
    ];
    expect(upstream.received[0]?.headers.authorization).toContain(apiKey);
    expect(JSON.stringify(told)).toContain("Wrong key: Bearer [secret]");
    expect(JSON.stringify(told)).not.toContain(apiKey);
  },
);
