import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** What models and providers may say, and no page may do. */
export const markup = `<img src=x onerror="document.documentElement.dataset.broken=1">`;
export const hostile = `${markup}<script>document.documentElement.dataset.broken=2</script> \u202edesrever\u202c \u001b[31mred\u001b[0m [link](javascript:alert(1)) ![seen](https://evil.example/x.png) <svg onload=alert(1)> 👩\u200d👩\u200d👧 \u2066`;

/** A line that no page has room for. */
export const endless = "x".repeat(1_000_000);

/** The same within a name, which is short. */
export const slyName = `<img src=x onerror="alert(1)">\u202eyls\u202c`;

/**
 * A provider that answers with hostile text: within its answer, or as its error for the model `rude`. Of the
 * model `endless` it is one line of a megabyte.
 */
export async function startHostileUpstream() {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("Not a TCP server.");
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = await text(request);
  if (asked.includes(`"rude"`)) {
    response.writeHead(500, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message: hostile, type: "server_error" } }));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  const said = asked.includes(`"endless"`) ? endless : hostile;
  const chunk = { id: "x", object: "chat.completion.chunk", created: 1, model: markup };
  const choices = [{ index: 0, delta: { role: "assistant", content: said } }];
  const end = [{ index: 0, delta: {}, finish_reason: "stop" }];
  response.write(`data: ${JSON.stringify({ ...chunk, choices })}\n\n`);
  response.write(`data: ${JSON.stringify({ ...chunk, choices: end })}\n\n`);
  response.end("data: [DONE]\n\n");
}
