import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type Role, type SignalboxClient } from "@signalbox/api-contract";
import {
  startPracticeUpstream,
  type PracticeOptions,
  type PracticeUpstream,
} from "@signalbox/practice/upstream";
import OpenAI from "openai";
import { loadConfig } from "../src/config/index.ts";
import type { GatewayOptions } from "../src/gateway-options.ts";
import { Gateway } from "../src/gateway.ts";

export interface StartOptions {
  /** Over and beside the provider `local` and the agent `support`, as the config file would say it. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Of the provider `local`. */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** Of the practice upstream behind `local`; its pace is 0 unless told. */
  readonly upstream?: PracticeOptions;
  /** Tools beside the built-in ones; the agent `support` has all of them. */
  readonly tools?: GatewayOptions["tools"];
  readonly mcpLimits?: GatewayOptions["mcpLimits"];
  /** The built-in provider; its pace is 0 unless told. */
  readonly practice?: GatewayOptions["practice"];
  readonly keepAliveMs?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** One that outlives the gateway; a directory of its own, which goes with it, unless told. */
  readonly dataDir?: string;
}

/** A gateway in this process, on a socket of its own, over a practice upstream on another. */
export interface TestGateway extends AsyncDisposable {
  readonly url: string;
  readonly gateway: Gateway;
  readonly adminToken: string;
  /** The typed client, as the admin. */
  readonly admin: SignalboxClient;
  readonly upstream: PracticeUpstream;
  /** A new token. */
  mint(role: Role, name?: string): Promise<{ id: string; token: string }>;
  client(token: string): SignalboxClient;
  /** The real client, with nothing of its own that would hide a fault. */
  openai(token: string, sessionId?: string): OpenAI;
}

/** Starts one with a data directory of its own, which goes when it is disposed. */
export async function startGateway(options: StartOptions = {}): Promise<TestGateway> {
  await using cleanup = new AsyncDisposableStack();
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "signalbox-test-")));
  if (options.dataDir === undefined) {
    cleanup.defer(() => rm(dataDir, { recursive: true, force: true }));
  }
  const upstream = cleanup.use(await startPracticeUpstream({ pace: 0, ...options.upstream }));
  const { config } = await loadConfig({
    argv: ["--port", "0", "--data-dir", dataDir],
    env: { ...options.env },
    cwd: dataDir,
    readFile: () => Promise.resolve(JSON.stringify(configFor(upstream, options))),
  });
  const gateway = cleanup.use(
    await Gateway.create({
      config,
      logger: silentLogger,
      dashboard: dataDir,
      practice: { pace: 0, ...options.practice },
      ...(options.tools !== undefined && { tools: options.tools }),
      ...(options.mcpLimits !== undefined && { mcpLimits: options.mcpLimits }),
      ...(options.keepAliveMs !== undefined && { keepAliveMs: options.keepAliveMs }),
    }),
  );
  const { adminToken } = await gateway.start();
  const { url } = gateway;
  const token = adminToken ?? options.env?.["SIGNALBOX_ADMIN_TOKEN"] ?? "";
  const admin = createClient({ url, token });
  const owned = cleanup.move();
  return {
    url,
    gateway,
    adminToken: token,
    admin,
    upstream,
    mint: (role, name = role) => admin.auth.createToken.mutate({ role, name }),
    client: (token) => createClient({ url, token }),
    openai: (token, sessionId) =>
      new OpenAI({
        baseURL: `${url}/v1`,
        apiKey: token,
        maxRetries: 0,
        logLevel: "off",
        ...(sessionId !== undefined && { defaultHeaders: { "x-session-id": sessionId } }),
      }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** JSON is YAML too. */
function configFor(upstream: PracticeUpstream, { config, provider, tools }: StartOptions) {
  const { providers, ...rest } = config ?? {};
  const others = typeof providers === "object" ? providers : {};
  const local = {
    kind: "openai-compatible",
    baseUrl: upstream.url,
    allowPrivate: true,
    ...provider,
  };
  const names = ["clock", "calculator", ...(tools ?? []).map(({ name }) => name)];
  return {
    providers: { local, ...others },
    agents: { support: { model: "local/swift-1", tools: names } },
    drainMs: 5_000,
    ...rest,
  };
}

const silentLogger = { info: () => {}, warn: () => {}, error: () => {} };
