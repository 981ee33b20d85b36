import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { openLiveView } from "./live-view.ts";
import { rawRequest } from "./raw-http.ts";
import { startRawUpstream } from "./raw-upstream.ts";
import { startGateway } from "./start-gateway.ts";

it("holds a provider back for a client that reads slowly, and loses none of it", async () => {
  const line = `data: {"choices":[{"delta":{"content":"${"x".repeat(1_000)}"}}]}\n\n`;
  const lines = 24_000;
  let held = 0;
  await using upstream = await startRawUpstream((response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const write = (from: number): void => {
      for (let index = from; index < lines; index += 1) {
        if (!response.write(line)) {
          held = Math.max(held, index);
          response.once("drain", () => write(index + 1));
          return;
        }
      }
      response.end("data: [DONE]\n\n");
    };
    write(0);
  });
  await using gateway = await startGateway({ provider: { baseUrl: upstream.url } });
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.adminToken}` },
    body: JSON.stringify({ model: "local/m", stream: true, messages: [{ role: "user" }] }),
  });
  // Enough questions for everything that could have flowed to have flowed.
  for (let index = 0; index < 100; index += 1) await gateway.admin.system.metrics.query();
  expect(held).toBeLessThan(lines / 2);
  const hash = createHash("sha256");
  for await (const chunk of response.body ?? []) hash.update(chunk);
  const expected = createHash("sha256").update(line.repeat(lines)).update("data: [DONE]\n\n");
  expect(hash.digest("hex")).toBe(expected.digest("hex"));
});

it("lets a subscriber that never reads harm nobody", async () => {
  await using gateway = await startGateway();
  const { hostname, port, host } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const headers = { host, authorization: `Bearer ${gateway.adminToken}` };
  socket.write(rawRequest("GET /trpc/system.live", headers));
  socket.pause();
  using view = await openLiveView(gateway.admin);
  const text = "x".repeat(3_000);
  for (let index = 0; index < 40; index += 1) {
    await gateway.admin.agent.send.mutate({ message: text, requestId: `r${index}` });
  }
  await view.until(({ ended }) => ended.has("r39"));
  const seqs = view.messages.flatMap((message) => (message.type === "frame" ? [message.seq] : []));
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
  socket.destroy();
});
