import { agentPool } from "../agent/index.ts";
import { AuditLog } from "../audit/index.ts";
import { createAuth, type Auth } from "../auth/index.ts";
import { channelAt, faceChannels } from "../channels/index.ts";
import type { Clock } from "../clock.ts";
import type { Config, ConfigReload } from "../config/index.ts";
import type { GatewayOptions } from "../gateway-options.ts";
import { DiskWatch, HealthMonitor } from "../health/index.ts";
import { publicUrlOf, Server, type TrpcMount } from "../http/index.ts";
import type { LaneControl } from "../lanes/index.ts";
import { createPorts } from "../ports/index.ts";
import type { StateStore } from "../state/index.ts";
import { loadHttpClient, ModelControl } from "../upstream/index.ts";
import { createBase, type Base } from "./base.ts";
import { createIntake, createLaneControl } from "./intake.ts";
import { createObservation, type Observation } from "./observation.ts";
import { configComponent, createReload } from "./reload.ts";
import { createWork, type Work } from "./work.ts";

const channels = ["trpc", ...faceChannels] as const;

/** The parts of a gateway, put together and at rest. */
export interface GatewayParts {
  /** The one in force. */
  readonly config: () => Config;
  /** Null where the config came from no file. */
  readonly reload: ConfigReload | null;
  readonly observation: Observation;
  readonly work: Work;
  readonly health: HealthMonitor;
  readonly auth: Auth;
  readonly server: Server;
  readonly store: StateStore;
  /** Who changed what: whatever an operator can change tells it. */
  readonly audit: AuditLog;
  readonly laneControl: LaneControl;
  readonly modelControl: ModelControl;
  /** Ends the streams that no request stands behind. */
  readonly stopping: AbortController;
  /** Loads what a start did without. */
  readonly warmUp: () => Promise<void>;
}

/** Puts the stages together, each handed what it may know. */
export async function assemble(
  options: GatewayOptions,
  clock: Clock,
  store: StateStore,
): Promise<GatewayParts> {
  const base = createBase(options, clock);
  const { config } = base;
  const stopping = new AbortController();
  const intake = createIntake(base);
  const { lanes, memory } = intake;
  const observation = createObservation(
    base,
    lanes,
    () => health,
    () => work.gates,
    () => work.prices,
  );
  // Its thread would outlive a start that comes to nothing.
  await using unfinished = new AsyncDisposableStack();
  unfinished.defer(() => observation.history.close());
  await observation.spending.tallies.restore(store.spend);
  const audit = new AuditLog({ store: store.audit, now: clock.now, state: observation.state });
  const work: Work = createWork(base, observation, intake, store);
  const disk = new DiskWatch({
    dataDir: config().dataDir,
    state: observation.state,
    mono: clock.mono,
  });
  // Known by the time that somebody asks.
  disk.sample();
  const health: HealthMonitor = new HealthMonitor({
    ...base,
    ...observation,
    queueDepth: () => lanes.totalPending(),
    slots: () => lanes.slots(agentPool),
    connections: () => server.connections,
    toolCount: () => work.tools.list().length,
    channels,
    live: () => observation.hub.stats,
    disk: () => disk.use,
    history: () => observation.history.pressure,
    onSample: () => {
      disk.sample();
      observation.overview.newest();
      memory.sample(observation.state);
    },
    components: [
      () => stateComponent(store),
      () => observation.history.component(),
      () => configComponent(reload),
      () => laneControl.component(),
      () => modelControl.component(),
      () => audit.component(),
      () => memory.component(),
      () => disk.component(),
      () => work.mcp.component(),
    ],
  });
  const modelControl = new ModelControl({
    gates: work.gates,
    store: store.pauses,
    audit,
    clock,
    state: observation.state,
  });
  await modelControl.restore();
  const laneControl = await createLaneControl(base, observation, intake, work, { store, audit });
  const auth = await createAuth({
    state: store,
    config: config(),
    now: clock.now,
    onRevoked: (id) => {
      server.streams.end(id);
    },
  });
  const loadTrpc = createTrpcLoader(base, observation, () =>
    createPorts({
      ...base,
      ...observation,
      ...work,
      ...intake,
      laneControl,
      modelControl,
      audit,
      publicUrl: () => publicUrlOf(config(), server.port),
      health,
      disk,
      stopping: stopping.signal,
      auth,
      store,
      channels,
    }),
  );
  const webhookChannel = work.webhooks.channel({
    log: errorLog(base),
    shed: () => memory.refusal(),
  });
  const server: Server = await Server.create({
    config,
    auth,
    now: clock.now,
    dashboard: options.dashboard,
    health: () => health.publicAnswer,
    isReady: () => !work.registry.isDraining && store.status().ok,
    wire: (...call) => work.wire.handle(...call),
    webhook: (...call) => webhookChannel.handle(...call),
    trpc: async (...call) => (await loadTrpc())(...call),
    onRefused: ({ path, status, client }) => {
      observation.state({ type: "refused", channel: channelAt(path), status, client });
    },
    log: errorLog(base),
  });
  const reload: ConfigReload | null = createReload(base, observation, work, lanes);
  await observation.history.opened();
  const warmUp = async (): Promise<void> => {
    await Promise.all([loadTrpc(), loadHttpClient(), work.prices.load()]);
  };
  unfinished.move();
  return {
    config,
    reload,
    observation,
    work,
    health,
    auth,
    server,
    store,
    audit,
    laneControl,
    modelControl,
    stopping,
    warmUp,
  };
}

function stateComponent(store: StateStore) {
  const { ok, reason } = store.status();
  return { name: "state.db", status: ok ? ("ok" as const) : ("error" as const), reason };
}

/** tRPC and the HTTP client are half the time of a start: they are loaded when it is over. */
function createTrpcLoader(
  base: Base,
  { state }: Observation,
  ports: () => ReturnType<typeof createPorts>,
): () => Promise<TrpcMount> {
  let mount: Promise<TrpcMount> | null = null;
  const load = async (): Promise<TrpcMount> => {
    const { createTrpcMount } = await import("../http/trpc-mount.ts");
    return createTrpcMount({ ports: ports(), state, log: errorLog(base) });
  };
  return () => (mount ??= load());
}

function errorLog({ logger }: Base) {
  return (error: unknown, where: string): void => {
    logger.error({ err: error, where }, "a request could not be answered");
  };
}
