import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { createClient, role, type SignalboxClient } from "../src/index.ts";
import { appRouter, type Caller, type Ports } from "../src/server.ts";
import { Tally } from "./tally.ts";

/** The contract's router on a socket of its own, with nothing of the gateway behind it. */
export interface TestGateway extends AsyncDisposable {
  readonly url: string;
  /** Every request that came in, refused ones included. */
  readonly requests: Tally<{ method: string; url: string }>;
  /** A client with a token; tokens here are called after their role. */
  client(token?: string): SignalboxClient;
  /** From now on answers everything with this status and no body; undefined: serves again. */
  refuse(status: number | undefined): void;
  /** Waits until no request is being answered. */
  idle(): Promise<void>;
  /** Cuts every connection without a word, as a crash or a proxy does. */
  dropConnections(): void;
}

/** Starts one; `port` brings it back where an earlier one was. */
export async function startTestGateway(ports: Ports, port = 0): Promise<TestGateway> {
  const sockets = new Set<Socket>();
  const requests = new Tally<{ method: string; url: string }>();
  const open = new Set<ServerResponse>();
  const closed = new EventEmitter();
  let refusal: number | undefined;
  const handler = createHTTPHandler({
    router: appRouter,
    basePath: "/trpc/",
    createContext: ({ req }) => ({ ports, caller: callerOf(req) }),
  });
  const server = createServer((request, response) => {
    open.add(response);
    response.on("close", () => {
      open.delete(response);
      if (open.size === 0) closed.emit("idle");
    });
    requests.add({ method: request.method ?? "", url: request.url ?? "" });
    if (refusal === undefined) handler(request, response);
    else response.writeHead(refusal).end();
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${portOf(server.address())}`;
  const dropConnections = () => sockets.forEach((socket) => socket.destroy());
  return {
    url,
    requests,
    client: (token) => createClient(token === undefined ? { url } : { url, token }),
    refuse(status) {
      refusal = status;
    },
    async idle() {
      if (open.size > 0) await once(closed, "idle");
    },
    dropConnections,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      dropConnections();
      await closed;
    },
  };
}

function callerOf(request: IncomingMessage): Caller | null {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  const { data } = role.safeParse(token);
  return data === undefined ? null : { tokenId: `tok-${data}`, name: data, role: data };
}

/** The port of a listening server. */
export function portOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  if (address === null || typeof address === "string") throw new Error("Not listening on a port.");
  return address.port;
}
