import { once } from "node:events";
import type { Server, Socket } from "node:net";
import { createServer } from "node:net";
import type { LinkFaults, Target } from "./link-faults.ts";
import { checkLinkFaults } from "./link-faults.ts";
import { RelayedConnection } from "./relayed-connection.ts";

/** Where a fault proxy leads, and what its randomness is drawn from. */
export interface FaultProxyOptions {
  readonly target: Target;
  /** The same seed draws the same delays and pieces for the nth connection. 1 unless told. */
  readonly seed?: number;
  /** What is wrong from the start. */
  readonly faults?: LinkFaults;
}

/** What went through since the start. */
export interface FaultProxyStats {
  /** Accepted so far. Those that were refused never came this far. */
  readonly connections: number;
  readonly open: number;
  readonly bytesToTarget: number;
  readonly bytesToClient: number;
}

/** A way between clients and a server on which anything may go wrong, on loopback. */
export interface FaultProxy extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  stats(): FaultProxyStats;
  /**
   * Makes this what is wrong from now on, in place of what was: for `all` connections, for those
   * that are `open` or for `new` ones alone. Throws a RangeError for faults that no link can have.
   */
  apply(faults: LinkFaults, connections?: "all" | "open" | "new"): void;
  /** Nothing is wrong any more. */
  heal(): void;
  /** Closes every open connection with a TCP reset on both sides. */
  reset(): void;
  /** Closes every open connection on both sides, without a word but the end. */
  cut(): void;
  /** New connections are refused by the kernel, until `accept`. Open ones stay. */
  refuse(): Promise<void>;
  /** Takes new connections again, on the same port. Rejects if somebody else has it now. */
  accept(): Promise<void>;
  /** Where new connections lead from now on. */
  leadTo(target: Target): void;
  /** Closes everything. May be called again. */
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
// More than any load test opens; further ones are dropped by node:net.
const MAX_CONNECTIONS = 20_000;

/** Starts one on a free port of loopback. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { seed = 1 } = options;
  const connections = new Set<RelayedConnection>();
  const bytes = { toTarget: 0, toClient: 0 };
  let { target } = options;
  let faults = checkLinkFaults(options.faults ?? {});
  let accepted = 0;

  const relay = (client: Socket) => {
    accepted += 1;
    const connection: RelayedConnection = new RelayedConnection({
      client,
      target,
      faults,
      seeds: [seed, accepted],
      carried: (way, count) => {
        bytes[way] += count;
      },
      closed: () => connections.delete(connection),
    });
    connections.add(connection);
  };

  let server: Server | undefined = await listen(0, relay);
  const port = portOf(server);
  const refuse = async () => {
    // Its `close` event waits for connections that go on; the port is free once the handle is closed.
    const closing = server;
    server = undefined;
    closing?.close();
    await new Promise(setImmediate);
  };
  const cut = () => {
    for (const connection of connections) connection.cut();
  };
  const apply: FaultProxy["apply"] = (next, which = "all") => {
    checkLinkFaults(next);
    if (which !== "open") faults = next;
    if (which === "new") return;
    for (const connection of connections) connection.apply(next);
  };
  const close = async () => {
    const closing = server;
    const closed = closing && once(closing, "close");
    await refuse();
    cut();
    await closed;
  };
  return {
    host: HOST,
    port,
    url: `http://${HOST}:${port}`,
    stats: () => ({
      connections: accepted,
      open: connections.size,
      bytesToTarget: bytes.toTarget,
      bytesToClient: bytes.toClient,
    }),
    apply,
    heal: () => apply({}),
    reset: () => {
      for (const connection of connections) connection.reset();
    },
    cut,
    refuse,
    accept: async () => {
      server ??= await listen(port, relay);
    },
    leadTo: (next) => {
      target = next;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function listen(port: number, relay: (client: Socket) => void): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, relay);
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, HOST);
  await once(server, "listening");
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("Not a TCP server.");
  return address.port;
}
