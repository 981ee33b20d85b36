import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient, type Role, type SignalboxClient } from "@signalbox/api-contract";
import { Gateway, loadConfig } from "@signalbox/gateway";
import {
  startPracticeUpstream,
  type PracticeOptions,
  type PracticeUpstream,
} from "@signalbox/practice/upstream";
import OpenAI from "openai";

const builtDashboard = fileURLToPath(new URL("../apps/dashboard/dist", import.meta.url));

export interface StageOptions {
  /** Of the practice upstream behind the provider `local`. Realistic pace unless told. */
  readonly upstream?: PracticeOptions;
  /** Of the provider `local`. */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** More providers, by name. */
  readonly providers?: Readonly<Record<string, unknown>>;
  /** More agents, by name. */
  readonly agents?: Readonly<Record<string, unknown>>;
  /** By name. */
  readonly mcpServers?: Readonly<Record<string, unknown>>;
  /** By `provider/model`. */
  readonly prices?: Readonly<Record<string, unknown>>;
}

/** A gateway that serves the built dashboard, over a practice upstream, with clients to send through it. */
export interface Stage extends AsyncDisposable {
  readonly url: string;
  readonly gateway: Gateway;
  readonly upstream: PracticeUpstream;
  readonly adminToken: string;
  /** The typed client, as the admin. */
  readonly admin: SignalboxClient;
  /** Writes the config file anew, with these agents beside those it has: the gateway sees it by itself. */
  addAgents(agents: Readonly<Record<string, unknown>>): Promise<void>;
  /** Opens the dashboard signed in. */
  loginLink(role?: Exclude<Role, "ingest">): Promise<string>;
  mint(role: Role, name: string): Promise<string>;
  /** The real client. */
  openai(sessionId?: string): OpenAI;
}

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Starts all of it in this process, on free ports, with a data directory that goes with it. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  await using parts = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), "signalbox-e2e-"));
  parts.defer(() => rm(dataDir, { recursive: true, force: true }));
  const upstream = parts.use(await startPracticeUpstream({ seed: 11, ...options.upstream }));
  const local = {
    kind: "openai-compatible",
    baseUrl: upstream.url,
    allowPrivate: true,
    ...options.provider,
  };
  const configured = {
    providers: { local, ...options.providers },
    agents: {
      support: { model: "local/swift-1", tools: ["clock", "calculator"] },
      ...options.agents,
    },
    ...(options.mcpServers !== undefined && { mcpServers: options.mcpServers }),
    ...(options.prices !== undefined && { prices: options.prices }),
  };
  // JSON is YAML too.
  const configure = (config: object) =>
    writeFile(join(dataDir, "signalbox.yaml"), JSON.stringify(config));
  await configure(configured);
  const configSource = { argv: ["--port", "0", "--data-dir", dataDir], env: {}, cwd: dataDir };
  const { config } = await loadConfig(configSource);
  const gateway = parts.use(
    await Gateway.create({ config, configSource, logger: silent, dashboard: builtDashboard }),
  );
  const { adminToken } = await gateway.start();
  if (adminToken === null) throw new Error("A new data directory already had an admin token.");
  const { url } = gateway;
  const admin = createClient({ url, token: adminToken });
  const mint = async (role: Role, name: string) =>
    (await admin.auth.createToken.mutate({ role, name })).token;
  const client = await mint("ingest", "shop");
  const owned = parts.move();
  return {
    url,
    gateway,
    upstream,
    adminToken,
    admin,
    mint,
    addAgents: (agents) =>
      configure({ ...configured, agents: { ...configured.agents, ...agents } }),
    loginLink: async (role = "admin") => {
      // A code stands for a token of its role: there has to be one.
      if (role !== "admin") await mint(role, `one ${role}`);
      return `${url}/#code=${await gateway.auth.createLoginCode(role)}`;
    },
    openai: (sessionId) => clientFor(url, client, sessionId),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The real client, with no retries of its own that would hide a fault. */
export function clientFor(url: string, apiKey: string, sessionId?: string): OpenAI {
  return new OpenAI({
    baseURL: `${url}/v1`,
    apiKey,
    maxRetries: 0,
    logLevel: "off",
    ...(sessionId !== undefined && { defaultHeaders: { "x-session-id": sessionId } }),
  });
}
