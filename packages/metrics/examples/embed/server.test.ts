import { once } from "node:events";
import { expect, test } from "vitest";
import { createEmbedded } from "./server.ts";

test("a server that embeds the collector tells of its requests over a real socket", async () => {
  const { server, metrics } = createEmbedded();
  await using _closed = { [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`);

  expect(await (await get("/")).text()).toBe("hello\n");
  expect(await (await get("/")).text()).toBe("hello\n");
  metrics.incrementErrors();
  await expect.poll(async () => (await get("/metrics")).text()).toContain("messages_total 2\n");

  const page = await get("/metrics");
  expect(page.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = (await page.text()).split("\n");
  expect(lines).toContain("# TYPE signalbox_messages_total counter");
  expect(lines).toContain("signalbox_errors_total 1");
  expect(lines).toContain("signalbox_active_requests 0");
  expect(metrics.getActiveRequests()).toEqual([]);
});
