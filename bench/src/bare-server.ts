import { createServer } from "node:http";
import { Pool } from "undici";

// What a pass-through costs at least: the body read, one exchange over undici, the answer piped back.
const target = new URL(process.argv[2] ?? "http://127.0.0.1:1");
const pool = new Pool(target.origin, { connections: 256 });
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const options = {
      path: `${target.pathname}/chat/completions`,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: Buffer.concat(chunks),
    };
    pool.stream(
      options,
      ({ statusCode, headers }) => {
        response.writeHead(statusCode, { "content-type": String(headers["content-type"]) });
        return response;
      },
      (error) => {
        if (error !== null) response.destroy();
      },
    );
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") process.stdout.write(`listening ${address?.port}\n`);
});
