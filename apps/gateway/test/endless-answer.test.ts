import type { ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { startRawUpstream } from "./raw-upstream.ts";
import { startGateway } from "./start-gateway.ts";

const chunk = `data: ${JSON.stringify({
  choices: [{ index: 0, delta: { reasoning_content: "x".repeat(512 * 1024) } }],
})}\n\n`;

/** As much as is taken, for as long as it is. */
function pour(response: ServerResponse): void {
  while (!response.destroyed && response.write(chunk));
  response.once("drain", () => {
    pour(response);
  });
}

it("gives up an agent's model that never ends its answer, before it fills the memory", async () => {
  await using upstream = await startRawUpstream((response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    pour(response);
  });
  await using gateway = await startGateway({ provider: { baseUrl: upstream.url } });
  await expect(gateway.admin.agent.send.mutate({ message: "Hello." })).rejects.toMatchObject({
    message: expect.stringContaining("sent more than"),
    data: { errorKind: "malformed_stream" },
  });
});
