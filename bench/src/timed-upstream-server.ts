import { createServer } from "node:http";

// A provider whose every chunk tells when it was sent. The clock is the system's monotonic one, which
// all processes of a machine share.
const chunks = Number(process.argv[2] ?? 50);
const everyMs = Number(process.argv[3] ?? 5);

const chunkNow = (): string =>
  `data: {"choices":[{"index":0,"delta":{"content":"${process.hrtime.bigint()}"}}]}\n\n`;

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    let left = chunks;
    const send = (): void => {
      if (left > 0) response.write(chunkNow());
      left -= 1;
      if (left > 0) return;
      clearInterval(timer);
      response.end(
        'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
      );
    };
    const timer = setInterval(send, everyMs);
    response.on("close", () => {
      clearInterval(timer);
    });
    send();
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") process.stdout.write(`listening ${address?.port}\n`);
});
