import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { Caller } from "@signalbox/api-contract/server";
import type { Auth, AuthResult } from "../auth/index.ts";
import { ConfigError, type Config } from "../config/index.ts";
import { CarryingResponse } from "./carrying-response.ts";
import {
  allowedAuthorities,
  checkHost,
  checkOrigin,
  checkUrl,
  hostsOf,
  type AllowedAuthorities,
} from "./guard.ts";
import { baseUrlHint } from "./base-url-hint.ts";
import { answerProbe, type ProbeOptions } from "./probes.ts";
import { refuse } from "./refuse.ts";
import { apiHeaders, carriedApiHeaders, pageHeaders, setHeaders } from "./security-headers.ts";
import { createSessionHandler } from "./session.ts";
import { createStaticHandler } from "./static.ts";
import { TokenStreams } from "./token-streams.ts";
import type { TrpcMount } from "./trpc-mount.ts";
import { publicUrlOf } from "./url.ts";

export interface ServerOptions extends ProbeOptions {
  /** The one in force; of it, `publicUrls` alone may change while the server runs. */
  readonly config: () => Pick<Config, "host" | "port" | "publicUrls" | "behindProxy" | "tls">;
  readonly auth: Auth;
  readonly now: () => number;
  /** The built dashboard's folder. */
  readonly dashboard: string;
  /** Routes under /v1, for those who may start work. False where there is none of that path. */
  readonly wire: (
    path: string,
    request: IncomingMessage,
    response: CarryingResponse,
    caller: Caller,
  ) => Promise<boolean>;
  readonly trpc: TrpcMount;
  /** Routes under /webhooks, whose messages prove by their signature who sent them. */
  readonly webhook: (
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
    address: string,
  ) => Promise<void>;
  readonly onRefused: (refusal: {
    readonly path: string;
    readonly status: number;
    /** Null where it is not known who sends. */
    readonly client: string | null;
  }) => void;
  readonly log: (error: unknown, path: string) => void;
}

const maxHeaderBytes = 16 * 1024;
/** A client that takes longer than this to send its headers, or its whole request, is cut off. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 60_000;
const checkEveryMs = 2_000;
const keepAliveMs = 75_000;
/** How soon the streams of what has expired are closed. */
const sweepEveryMs = 1_000;
/** What was answered when the server closes has this long to reach its clients. */
const lastAnswersMs = 1_000;

/** The gateway's own HTTP server: probes first, then host, origin and token, then what was asked for. */
export class Server {
  readonly streams = new TokenStreams();
  readonly #options: ServerOptions;
  readonly #server: ReturnType<typeof createHttpServer>;
  readonly #static: ReturnType<typeof createStaticHandler>;
  readonly #session: ReturnType<typeof createSessionHandler>;
  #allowedNow: AllowedAuthorities;
  /** What they were made of. */
  #publicUrls: readonly string[];
  #connections = 0;
  #sweeping: NodeJS.Timeout | undefined;
  readonly #answers = new Set<ServerResponse>();
  #onAnswered: () => void = () => {};

  private constructor(options: ServerOptions, tls: { cert: Buffer; key: Buffer } | null) {
    this.#options = options;
    this.#publicUrls = options.config().publicUrls;
    this.#allowedNow = this.#authorities(options.config().port);
    this.#static = createStaticHandler({ root: options.dashboard });
    this.#session = createSessionHandler({
      auth: options.auth,
      bound: () => ({
        port: this.port,
        tls: tls !== null,
        behindProxy: options.config().behindProxy,
        allowed: this.#allowed,
      }),
      address: (request) => this.#addressOf(request),
      now: options.now,
    });
    const limits = {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: checkEveryMs,
      keepAliveTimeout: keepAliveMs,
      ServerResponse: CarryingResponse,
    };
    const onRequest = (request: IncomingMessage, response: CarryingResponse): void => {
      this.#answers.add(response);
      response.once("close", () => {
        this.#answers.delete(response);
        this.#onAnswered();
      });
      void this.#handle(request, response);
    };
    this.#server =
      tls === null
        ? createHttpServer(limits, onRequest)
        : createHttpsServer({ ...limits, ...tls }, onRequest);
    this.#server.on("connection", (socket) => {
      this.#connections += 1;
      socket.once("close", () => {
        this.#connections -= 1;
      });
    });
  }

  static async create(options: ServerOptions): Promise<Server> {
    const { tls } = options.config();
    if (tls === null) return new Server(options, null);
    const [cert, key] = await Promise.all([
      readTlsFile("tls.certFile", tls.certFile),
      readTlsFile("tls.keyFile", tls.keyFile),
    ]);
    return new Server(options, { cert, key });
  }

  get connections(): number {
    return this.#connections;
  }

  get port(): number {
    // `address()` is a pipe's name only for pipes, which this server never listens on.
    const address = this.#server.address() as AddressInfo | null;
    return address?.port ?? this.#options.config().port;
  }

  async listen(): Promise<void> {
    const { host, port } = this.#options.config();
    this.#server.listen(port, host);
    await once(this.#server, "listening");
    this.#allowedNow = this.#authorities(this.port);
    this.#sweeping = setInterval(() => {
      this.streams.endExpired(this.#options.now());
    }, sweepEveryMs);
  }

  /** Takes no more connections, gives the answers under way a moment to be sent, and ends what is left. */
  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    await this.#answered();
    this.#server.closeAllConnections();
    await closed;
  }

  /** Resolves when no answer is under way, or when they had their time. */
  async #answered(): Promise<void> {
    if (this.#answers.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, lastAnswersMs);
    this.#onAnswered = () => {
      if (this.#answers.size === 0) resolve();
    };
    await promise;
    clearTimeout(timer);
  }

  async #handle(request: IncomingMessage, response: CarryingResponse): Promise<void> {
    const url = request.url ?? "/";
    const end = url.indexOf("?");
    const path = end === -1 ? url : url.slice(0, end);
    try {
      if (answerProbe(path, request, response, this.#options)) return;
      await this.#route(url, path, request, response);
    } catch (error) {
      this.#options.log(error, path);
      refuse(response, path, {
        status: 500,
        message: "The gateway itself failed. Its log says how.",
      });
    }
  }

  async #route(
    url: string,
    path: string,
    request: IncomingMessage,
    response: CarryingResponse,
  ): Promise<void> {
    const isWire = path.startsWith("/v1/");
    const isTrpc = path.startsWith("/trpc/");
    const isWebhook = path.startsWith("/webhooks/");
    const isApi = isWire || isTrpc || isWebhook || path === "/session";
    if (isWire) response.carry(carriedApiHeaders);
    else setHeaders(response, isApi ? apiHeaders : pageHeaders);
    for (const result of [checkHost(hostsOf(request.rawHeaders), this.#allowed), checkUrl(url)]) {
      if (!result.ok) return this.#refuse(response, path, result);
    }
    const auth = isWire || isTrpc ? this.#authenticate(request, isWire) : null;
    const origin = this.#checkOrigin(request, auth);
    if (!origin.ok) return this.#refuse(response, path, origin);
    if (isWebhook) return this.#options.webhook(path, request, response, this.#addressOf(request));
    if (path === "/session") return this.#session(request, response);
    if (auth === null) {
      const hint = this.#baseUrlHint(path);
      if (hint !== null) return this.#refuse(response, path, { status: 404, message: hint });
      if (await this.#static(request, response)) return;
      return this.#refuse(response, path, {
        status: 404,
        message: `There is nothing at ${path.slice(0, 200)}.`,
      });
    }
    if (auth.kind === "refused") {
      const status = auth.code === "locked_out" ? 429 : 401;
      return this.#refuse(response, path, { ...auth, status });
    }
    const caller = auth.kind === "caller" ? auth.caller : null;
    if (auth.kind === "caller") this.streams.add(auth, response);
    if (isTrpc) return this.#options.trpc(path, request, response, caller);
    await this.#wire(path, request, response, caller);
  }

  async #wire(
    path: string,
    request: IncomingMessage,
    response: CarryingResponse,
    caller: Caller | null,
  ): Promise<void> {
    if (caller === null) {
      const message = "No token came with this request. Send one as Authorization: Bearer sbx_….";
      return this.#refuse(response, path, { status: 401, message });
    }
    if (caller.role !== "ingest" && caller.role !== "admin") {
      const message = `A token with the role ${caller.role} may not use /v1; it takes ingest or admin.`;
      return this.#refuse(response, path, { status: 403, message }, caller);
    }
    if (await this.#options.wire(path, request, response, caller)) return;
    const message = this.#baseUrlHint(path) ?? `There is no route ${path.slice(0, 200)}.`;
    this.#refuse(response, path, { status: 404, message }, caller);
  }

  #baseUrlHint(path: string): string | null {
    return baseUrlHint(path, publicUrlOf(this.#options.config(), this.port));
  }

  #authenticate(request: IncomingMessage, isWire: boolean): AuthResult {
    const { authorization, cookie } = request.headers;
    const apiKey = request.headers["x-api-key"];
    return this.#options.auth.authenticate({
      authorization,
      apiKey: Array.isArray(apiKey) ? apiKey[0] : apiKey,
      cookie,
      allowCookie: !isWire,
      allowApiKey: isWire,
      address: this.#addressOf(request),
    });
  }

  #checkOrigin(request: IncomingMessage, auth: AuthResult | null) {
    const header = (name: string): string | undefined => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    return checkOrigin(
      {
        origin: header("origin"),
        secFetchSite: header("sec-fetch-site"),
        method: request.method ?? "GET",
        viaCookie: auth?.kind === "caller" && auth.via === "cookie",
        ownHeader: header("x-signalbox-request"),
      },
      this.#allowed,
    );
  }

  #refuse(
    response: ServerResponse,
    path: string,
    refusal: { status: number; message: string; retryAfterMs?: number },
    caller: Caller | null = null,
  ): void {
    this.#options.onRefused({ path, status: refusal.status, client: caller?.name ?? null });
    refuse(response, path, refusal);
  }

  get #allowed(): AllowedAuthorities {
    const { publicUrls } = this.#options.config();
    if (publicUrls !== this.#publicUrls) {
      this.#publicUrls = publicUrls;
      this.#allowedNow = this.#authorities(this.port);
    }
    return this.#allowedNow;
  }

  #authorities(port: number): AllowedAuthorities {
    const { host, publicUrls, tls } = this.#options.config();
    return allowedAuthorities({ host, port, publicUrls, tls: tls !== null });
  }

  /** Behind a proxy the last hop is the one that the proxy itself saw. */
  #addressOf(request: IncomingMessage): string {
    const own = request.socket.remoteAddress ?? "";
    if (!this.#options.config().behindProxy) return own;
    const forwarded = request.headers["x-forwarded-for"];
    const hops = (Array.isArray(forwarded) ? forwarded.join(",") : (forwarded ?? "")).split(",");
    return hops.at(-1)?.trim() || own;
  }
}

async function readTlsFile(key: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the file can't be read: ${reason}`;
    throw new ConfigError("bad_config", [{ where: path, key, message }], error);
  }
}
