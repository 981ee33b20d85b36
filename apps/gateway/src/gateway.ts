import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { MetricsCollector } from "@signalbox/metrics";
import { AgentLoop, agentPool, checkAgentTools, createExecuteRun, Runs } from "./agent/index.ts";
import { createAuth, type Auth } from "./auth/index.ts";
import { OpenAiChannel, openAiChannel } from "./channels/openai/openai-channel.ts";
import { systemClock, type Clock } from "./clock.ts";
import type { Config } from "./config/index.ts";
import { HealthMonitor } from "./health/index.ts";
import { boundUrl, publicUrlOf, Server } from "./http/index.ts";
import { LaneQueue } from "./lanes/index.ts";
import { ChangeSet, FrameBuilder, LiveHub } from "./live/index.ts";
import { ChannelCounts, createLiveSources, createPorts, OverviewWindow } from "./ports/index.ts";
import { PracticeProvider, type PracticeSettings } from "./practice-provider.ts";
import { CollectorSink, deriveFacts, EventLog, Recorder, RequestLog } from "./recorder/index.ts";
import { newRequestId, RequestRegistry } from "./requests/index.ts";
import { openState, type StateStore } from "./state/index.ts";
import { builtInTools, ToolRegistry, type Tool } from "./tools/index.ts";
import { loadHttpClient, ProviderPools, TargetResolver, Upstream } from "./upstream/index.ts";
import { version } from "./version.ts";

/** What the gateway says beside its facts: structured lines for whoever runs it. */
export interface Logger {
  info(context: object, message: string): void;
  warn(context: object, message: string): void;
  error(context: object, message: string): void;
}

export interface GatewayOptions {
  readonly config: Config;
  readonly warnings?: readonly string[];
  readonly logger: Logger;
  /** The built dashboard's folder. */
  readonly dashboard: string;
  readonly clock?: Clock;
  /** The state store, where somebody has begun to open it. */
  readonly store?: Promise<StateStore>;
  readonly practice?: PracticeSettings;
  /** Tools of whoever embeds the gateway, beside the built-in ones. */
  readonly tools?: readonly Tool[];
}

const channels = ["trpc", openAiChannel] as const;
const maxInFlight = 10_000;
const maxSubscribers = 5_000;
/** Every run is over by then, whatever it does. */
const runDeadlineMs = 600_000;

/** One gateway process: made, started, drained and stopped. */
export class Gateway implements AsyncDisposable {
  readonly #options: GatewayOptions;
  readonly #server: Server;
  readonly #store: StateStore;
  readonly #auth: Auth;
  readonly #registry: RequestRegistry;
  readonly #recorder: Recorder;
  readonly #hub: LiveHub;
  readonly #health: HealthMonitor;
  readonly #stopping: AbortController;
  readonly #closers: readonly (() => Promise<void>)[];
  readonly #warmUp: () => Promise<void>;
  #stopped: Promise<void> | null = null;

  private constructor(options: GatewayOptions, parts: GatewayParts) {
    this.#options = options;
    this.#server = parts.server;
    this.#store = parts.store;
    this.#auth = parts.auth;
    this.#registry = parts.registry;
    this.#recorder = parts.recorder;
    this.#hub = parts.hub;
    this.#health = parts.health;
    this.#stopping = parts.stopping;
    this.#closers = parts.closers;
    this.#warmUp = parts.warmUp;
  }

  /** Opens the disk and puts the parts together; nothing listens yet. */
  static async create(options: GatewayOptions): Promise<Gateway> {
    const clock = options.clock ?? systemClock;
    const { dataDir } = options.config;
    const store = await (options.store ?? openState({ dataDir, now: clock.now }));
    try {
      return new Gateway(options, await assemble(options, clock, store));
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** Where it listens, without a trailing slash. */
  get url(): string {
    return boundUrl(this.#options.config, this.#server.port);
  }

  /** Where people and clients reach it: a configured address before the one it is bound to. */
  get publicUrl(): string {
    return publicUrlOf(this.#options.config, this.#server.port);
  }

  get auth(): Auth {
    return this.#auth;
  }

  /** Listens. What it returns is the new admin token, where one was made: shown once and never again. */
  async start(): Promise<{ adminToken: string | null }> {
    const { token } = await this.#auth.ensureAdmin();
    try {
      await this.#server.listen();
    } catch (error) {
      await this.stop(0);
      throw error;
    }
    this.#health.start();
    setImmediate(() => void this.#warmUp());
    this.#event("info", `Signalbox ${version} listens on ${this.url}.`);
    for (const warning of this.#options.warnings ?? []) this.#event("warn", warning, "config");
    return { adminToken: token };
  }

  /** A failure of the gateway itself, for its operators to see. */
  reportFault(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#options.logger.error({ err: error }, "the gateway itself failed");
    this.#event("error", `The gateway itself failed: ${message}`);
  }

  /**
   * Not ready at once; requests in flight get `drainMs` to finish and are cancelled then; watchers are
   * told to come back; the disk is closed last. May be called again.
   */
  stop(drainMs: number = this.#options.config.drainMs): Promise<void> {
    this.#stopped ??= this.#stop(drainMs);
    return this.#stopped;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop(0);
  }

  async #stop(drainMs: number): Promise<void> {
    await this.#registry.drain(drainMs);
    this.#hub.close();
    this.#stopping.abort(new Error("The gateway is stopping."));
    // A turn of the loop, for the streams to say goodbye before their sockets go.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    await this.#server.close();
    this.#health.stop();
    for (const close of this.#closers) await close();
    await this.#store.close();
  }

  #event(level: "info" | "warn" | "error", message: string, source = "gateway"): void {
    this.#recorder.state({ type: "event", level, source, message });
  }
}

interface GatewayParts {
  readonly server: Server;
  readonly store: StateStore;
  readonly auth: Auth;
  readonly registry: RequestRegistry;
  readonly recorder: Recorder;
  readonly hub: LiveHub;
  readonly health: HealthMonitor;
  readonly stopping: AbortController;
  readonly closers: readonly (() => Promise<void>)[];
  readonly warmUp: () => Promise<void>;
}

/** Puts the stages together, each handed what it may know. */
async function assemble(
  options: GatewayOptions,
  clock: Clock,
  store: StateStore,
): Promise<GatewayParts> {
  const { logger } = options;
  const { config } = options;
  const currentConfig = () => config;
  const bootId = randomBytes(6).toString("hex");
  const node = hostname();
  const stopping = new AbortController();
  const newId = () => newRequestId(clock.now());
  const isPractice = (provider: string) => config.providers.get(provider)?.kind === "practice";

  const lanes = new LaneQueue({
    limitOf: (pool) =>
      pool === agentPool
        ? config.lanes.concurrency
        : (config.providers.get(pool.slice("provider:".length))?.maxConcurrent ?? 1),
    maxDepth: config.lanes.maxDepth,
  });
  const collector = new MetricsCollector({
    getQueueDepth: () => lanes.totalPending(),
    now: clock.now,
    mono: clock.mono,
  });
  const log = new RequestLog({
    clock,
    keepsContent: () => currentConfig().history.content === "full",
  });
  const events = new EventLog(bootId);
  const counts = new ChannelCounts();
  const find = (id: string) => log.get(id);
  const changes = new ChangeSet(bootId, find);
  const overview = new OverviewWindow(collector, clock);
  const sources = createLiveSources({
    node,
    version,
    clock,
    collector,
    lanes,
    log,
    overview,
    health: () => health,
    isPractice,
  });
  const builder = new FrameBuilder({ bootId, clock, log, events, changes, sources });
  const hub = new LiveHub({ bootId, clock, builder, changes, maxSubscribers });
  const recorder = new Recorder({
    clock,
    sinks: [log, new CollectorSink(collector, find), events, counts, hub],
    derive: (fact) => deriveFacts(fact, find),
    onSinkError: (error, fact) => {
      logger.error({ err: error, fact: fact.type }, "something that observes failed on a fact");
    },
  });
  const state = recorder.state.bind(recorder);

  const registry = new RequestRegistry({
    lanes,
    state,
    maxWaitMs: config.lanes.maxWaitMs,
    maxInFlight,
  });
  const practice = new PracticeProvider(options.practice ?? {});
  const resolver = new TargetResolver(currentConfig, () => practice.url());
  const pools = new ProviderPools();
  const upstream = new Upstream({
    clock,
    state,
    pools,
    prices: config.prices,
    userAgent: `signalbox/${version}`,
  });
  const tools = new ToolRegistry([...builtInTools, ...(options.tools ?? [])]);
  checkAgentTools(config, tools);
  const loop = new AgentLoop({ upstream, clock, state });
  const runs = new Runs({
    bootId,
    clock,
    newId,
    isTaken: (id, caller) => {
      const owner = registry.ownerOf(id)?.tokenId ?? log.get(id)?.accepted.clientId;
      return owner !== undefined && owner !== caller.tokenId;
    },
    execute: createExecuteRun({
      config: currentConfig,
      registry,
      resolver,
      tools,
      loop,
      log,
      store: store.conversations,
      clock,
      state,
      deadlineMs: runDeadlineMs,
    }),
  });

  const health: HealthMonitor = new HealthMonitor({
    clock,
    node,
    bootId,
    version,
    log,
    state,
    queueDepth: () => lanes.totalPending(),
    connections: () => server.connections,
    toolCount: () => tools.list().length,
    channels,
    live: () => hub.stats,
    onSample: () => {
      overview.newest();
    },
    components: [
      () => {
        const { ok, reason } = store.status();
        return { name: "state.db", status: ok ? "ok" : "error", reason };
      },
    ],
  });
  const auth = await createAuth({
    state: store,
    config,
    now: clock.now,
    onRevoked: (tokenId) => {
      server.streams.end(tokenId);
    },
  });
  const logError = (error: unknown, where: string): void => {
    logger.error({ err: error, where }, "a request could not be answered");
  };
  const wire = new OpenAiChannel({
    config: currentConfig,
    registry,
    upstream,
    resolver,
    tools,
    loop,
    state,
    newId,
    startedAt: clock.now(),
    runDeadlineMs,
    now: clock.now,
    log: () => {},
  });
  const ports = createPorts({
    bootId,
    config: currentConfig,
    node,
    version,
    publicUrl: () => publicUrlOf(config, server.port),
    collector,
    lanes,
    log,
    events,
    health,
    hub,
    stopping: stopping.signal,
    auth,
    runs,
    registry,
    store,
    tools,
    channels,
    counts,
    isPractice,
  });
  // tRPC and the HTTP client are half the time of a start: they are loaded when it is over.
  let trpc: ReturnType<typeof importTrpc> | null = null;
  const importTrpc = async () => {
    const { createTrpcMount } = await import("./http/trpc-mount.ts");
    return createTrpcMount({ ports, state, log: logError });
  };
  const loadTrpc = () => (trpc ??= importTrpc());
  const server: Server = await Server.create({
    config,
    auth,
    now: clock.now,
    dashboard: options.dashboard,
    health: () => health.publicAnswer,
    isReady: () => !registry.isDraining && store.status().ok,
    wire: (...call) => wire.handle(...call),
    trpc: async (...call) => (await loadTrpc())(...call),
    onRefused: (status) => {
      state({ type: "refused", channel: "http", status });
    },
    log: logError,
  });
  return {
    server,
    store,
    auth,
    registry,
    recorder,
    hub,
    health,
    stopping,
    closers: [() => pools.close(), () => practice.close()],
    warmUp: async () => {
      await Promise.all([loadTrpc(), loadHttpClient()]);
    },
  };
}
