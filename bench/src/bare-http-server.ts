import { Agent, createServer, request as httpRequest } from "node:http";

// A pass-through as it is written first: node:http on both sides, keep-alive, the answer piped back.
const target = new URL(process.argv[2] ?? "http://127.0.0.1:1");
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const server = createServer((incoming, response) => {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    const body = Buffer.concat(chunks);
    const outgoing = httpRequest(
      {
        agent,
        host: target.hostname,
        port: target.port,
        path: `${target.pathname}/chat/completions`,
        method: "POST",
        headers: { "content-type": "application/json", "content-length": body.length },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, {
          "content-type": String(answer.headers["content-type"]),
        });
        answer.pipe(response);
      },
    );
    outgoing.on("error", () => response.destroy());
    outgoing.end(body);
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") process.stdout.write(`listening ${address?.port}\n`);
});
