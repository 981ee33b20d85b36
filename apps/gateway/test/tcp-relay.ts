import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A wire between clients and a server that can be cut. */
export interface TcpRelay extends AsyncDisposable {
  /** To be among the server's `publicUrls`, for that is the host its clients name. */
  readonly url: string;
  /** Where connections lead from now on. */
  leadTo(targetUrl: string): void;
  /** Connections that were made through it so far. */
  readonly connections: number;
  /** Cuts every connection without a word. */
  cut(): void;
}

/** Starts one that leads nowhere yet. */
export async function startTcpRelay(): Promise<TcpRelay> {
  let targetPort = 0;
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    const target = connect(targetPort, "127.0.0.1");
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  const cut = () => sockets.forEach((socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("Not listening on a port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    leadTo(targetUrl) {
      targetPort = Number(new URL(targetUrl).port);
    },
    get connections() {
      return connections;
    },
    cut,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      cut();
      await closed;
    },
  };
}
