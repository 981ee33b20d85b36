import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A request as a provider got it. */
export interface ReceivedRequest {
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A provider that answers what a test says, to the byte, and keeps what it was asked. */
export interface RawUpstream extends AsyncDisposable {
  /** Ends in /v1. */
  readonly url: string;
  readonly received: readonly ReceivedRequest[];
}

type Answer = (response: ServerResponse, request: ReceivedRequest) => void;

/** Starts one. */
export async function startRawUpstream(answer: Answer): Promise<RawUpstream> {
  const received: ReceivedRequest[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat(await request.toArray()).toString("utf8");
    const got = { url: request.url ?? "", headers: request.headers, body };
    received.push(got);
    answer(response, got);
  };
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("Not listening on a port.");
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    received,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
