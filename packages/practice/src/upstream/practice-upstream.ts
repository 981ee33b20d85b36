import { once } from "node:events";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import type { FaultRule } from "./faults/fault.ts";
import { withFaultModels } from "./faults/fault-models.ts";
import type { InjectedFault } from "./faults/fault-script.ts";
import { FaultScript } from "./faults/fault-script.ts";
import type { PracticeStats } from "./journal.ts";
import { Journal } from "./journal.ts";
import type { ModelProfile } from "./models/model-profile.ts";
import { DEFAULT_MODELS } from "./models/model-profile.ts";
import { Quota } from "./quota.ts";
import { createRouter } from "./router.ts";

/** How a practice upstream is to behave. */
export interface PracticeOptions {
  /** 0, any free one, unless told. */
  readonly port?: number;
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  /** The same seed gives the same replies to the same requests in the same order. 1 unless told. */
  readonly seed?: number;
  /** Multiplies every wait: 1 is realistic, 0 does not wait at all. 1 unless told. */
  readonly pace?: number;
  /** If set, a request without it, as its bearer token or Anthropic's `x-api-key`, gets a 401. */
  readonly apiKey?: string;
  /** Stamps what is recorded, in epoch milliseconds; waits are always real. */
  readonly now?: () => number;
  /** The good models, instead of the default ones. */
  readonly models?: readonly ModelProfile[];
}

/** A model provider to practise on, in this process, on a socket of its own. */
export interface PracticeUpstream extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/v1`; Anthropic's client wants it without the `/v1`. */
  readonly url: string;
  readonly port: number;
  readonly openConnections: number;
  stats(): PracticeStats;
  /** Resolves as soon as the stats fulfil the predicate. Rejects when the signal aborts. */
  waitFor(
    predicate: (stats: PracticeStats) => boolean,
    signal?: AbortSignal,
  ): Promise<PracticeStats>;
  /** Makes requests fail from now on. Throws a RangeError beyond 100 rules. */
  inject(rule: FaultRule): InjectedFault;
  clearFaults(): void;
  /** Destroys all connections at once and frees the port. May be called again. */
  close(): Promise<void>;
}

// More than any load test opens; the next connection is dropped by node:http, which counts it.
const MAX_CONNECTIONS = 20_000;
// Longer than clients keep theirs, so that it is they who close an idle connection.
const KEEP_ALIVE_MS = 75_000;

/**
 * Starts a server that speaks OpenAI's and Anthropic's wires on one port, with faults on demand.
 * Rejects if the port is taken.
 */
export async function startPracticeUpstream(
  options: PracticeOptions = {},
): Promise<PracticeUpstream> {
  const { port = 0, host = "127.0.0.1", seed = 1, pace = 1 } = options;
  const now = options.now ?? (() => performance.timeOrigin + performance.now());
  const script = new FaultScript(seed);
  const journal = new Journal(now);
  const router = createRouter({
    context: {
      seed,
      pace,
      now,
      models: withFaultModels(options.models ?? DEFAULT_MODELS),
      script,
      journal,
      quota: new Quota(now),
    },
    apiKey: options.apiKey,
  });
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, router.handle);
  server.maxConnections = MAX_CONNECTIONS;
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, "listening");
  const bound = boundPort(server);

  const close = async () => {
    router.closing();
    const closed = server.listening ? once(server, "close") : undefined;
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}/v1`,
    port: bound,
    get openConnections() {
      return sockets.size;
    },
    stats: () => journal.stats(),
    waitFor: (predicate, signal) => journal.waitFor(predicate, signal),
    inject: (rule) => script.inject(rule),
    clearFaults: () => script.clear(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function boundPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("Not a TCP server.");
  return address.port;
}
