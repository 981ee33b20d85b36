import type {
  LiveMessage,
  RequestRow,
  RunEvent,
  SystemEvent,
  SystemMetrics,
} from "../src/index.ts";
import type { Ports } from "../src/server.ts";
import * as sample from "./sample.ts";
import { TrackedLog } from "./tracked-log.ts";

/** What the fake ports stream; a test pushes into it. */
export interface FakeStreams {
  readonly live: TrackedLog<LiveMessage>;
  readonly metrics: TrackedLog<SystemMetrics>;
  readonly events: TrackedLog<SystemEvent>;
  readonly activeRequests: TrackedLog<RequestRow[]>;
  readonly run: TrackedLog<RunEvent>;
}

export function fakeStreams(): FakeStreams {
  return {
    live: new TrackedLog(),
    metrics: new TrackedLog(),
    events: new TrackedLog(),
    activeRequests: new TrackedLog(),
    run: new TrackedLog(),
  };
}

/** Ports that answer everything with a sample; `over` replaces methods of some. */
export function fakePorts(
  streams: FakeStreams,
  over: { readonly [Name in keyof Ports]?: Partial<Ports[Name]> } = {},
): Ports {
  return {
    system: {
      health: () => sample.systemHealth,
      metrics: () => sample.systemMetrics,
      events: () => [sample.systemEvent],
      activeRequests: () => [sample.requestRow],
      setup: ({ tokenId: id, name, role }) => ({ ...sample.setup, you: { id, name, role } }),
      config: () => sample.systemConfig,
      storage: async () => sample.systemStorage,
      live: (options) => streams.live.stream(options),
      onMetrics: (options) => streams.metrics.stream(options),
      onEvents: (options) => streams.events.stream(options),
      onActiveRequests: (options) => streams.activeRequests.stream(options),
      ...over.system,
    },
    agent: {
      start: async (_, { requestId = "req-1", sessionId = "chat-1" }) => ({ requestId, sessionId }),
      send: async () => sample.runResult,
      watch: (_, __, options) => streams.run.stream(options),
      cancel: async (_, { requestId }) => ({ requestId, cancelled: true }),
      ...over.agent,
    },
    auth: {
      createToken: async () => ({ id: "tok-2", token: "sbx_tok-2.secret" }),
      listTokens: () => [sample.tokenRow],
      revokeToken: async (_, { id }) => ({ id }),
      ...over.auth,
    },
    requests: {
      list: () => ({ requests: [sample.requestRow], nextCursor: null }),
      get: () => sample.requestDetail,
      ...over.requests,
    },
    sessions: {
      list: () => [sample.sessionRow],
      get: async () => ({ ...sample.sessionRow, conversation: [sample.message] }),
      ...over.sessions,
    },
    lanes: {
      list: () => [sample.laneRow],
      spans: () => sample.laneSpans,
      pause: async () => ({ until: 1_700_000_900_000, durable: true }),
      drain: async () => ({ until: null, durable: false }),
      resume: async () => ({ resumed: 1, durable: true }),
      clear: async () => ({ cancelled: 2 }),
      ...over.lanes,
    },
    audit: { list: async () => sample.auditList, ...over.audit },
    models: {
      list: () => [sample.modelRow],
      pauseReach: () => ({
        windowMs: 900_000,
        requests: 128,
        using: 41,
        withoutFallback: 30,
        isAtMost: false,
      }),
      pause: async () => ({ until: 1_700_000_900_000, durable: true }),
      resume: async () => ({ resumed: 1, reset: 0, durable: true }),
      ...over.models,
    },
    tools: {
      list: () => [sample.toolRow],
      servers: () => [sample.mcpServerRow],
      restartServer: async (_, { server }) => ({ server }),
      approve: async (_, { tool, hash }) => ({ tool, hash }),
      ...over.tools,
    },
    channels: {
      list: () => [sample.channelRow],
      clients: () => [sample.clientRow],
      refusals: () => sample.refusals,
      ...over.channels,
    },
    history: {
      overview: () => sample.overviewSeries,
      series: () => sample.historySeries,
      heatmap: () => sample.heatmap,
      marks: () => sample.historyMarks,
      at: () => sample.pastPicture,
      ...over.history,
    },
    errors: {
      groups: () => [sample.errorGroup],
      count: () => ({ groups: 1, failures: 3 }),
      ...over.errors,
    },
    events: {
      list: () => ({ events: [sample.systemEvent], nextBefore: null }),
      ...over.events,
    },
  };
}
