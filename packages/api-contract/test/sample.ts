import type {
  AuditList,
  ChannelRow,
  ClientRow,
  ErrorGroup,
  Heatmap,
  HistoryMarks,
  HistorySeries,
  LaneRow,
  LaneSpans,
  LiveFrame,
  LiveSnapshot,
  McpServerRow,
  Message,
  ModelRow,
  OverviewSeries,
  PastPicture,
  Refusals,
  RequestDetail,
  RequestRow,
  RunResult,
  SessionRow,
  Setup,
  SystemConfig,
  SystemEvent,
  SystemHealth,
  SystemMetrics,
  SystemStorage,
  TokenRow,
  ToolRow,
} from "../src/index.ts";

/** One of everything the contract tells of, as a gateway would say it. */

export const requestRow: RequestRow = {
  id: "req-1",
  sessionId: "chat-1",
  lane: "trpc/tok-1/chat-1",
  laneLabel: "trpc chat-1",
  oneShot: false,
  channel: "trpc",
  client: "laptop",
  clientId: "tok-1",
  agent: "support",
  provider: "practice",
  model: "practice/echo",
  state: "running",
  phase: "model",
  phaseDetail: "streaming",
  phaseSince: 1_700_000_000_100,
  startedAt: 1_700_000_000_000,
  durationMs: 250,
  endedAt: null,
  outcome: null,
  errorKind: null,
  errorMessage: null,
  tool: null,
  inputTokens: 12,
  outputTokens: 7,
  usageSource: "estimated",
  lastTokenAt: null,
  ttft: 80,
  tokensPerSec: 41.5,
  costUsd: null,
  modelCalls: 1,
  attempts: 1,
  blockedBy: null,
  overdue: false,
  practice: true,
};

export const systemMetrics: SystemMetrics = {
  messagesProcessed: 10,
  errors: 1,
  activeRequests: 1,
  uptime: 61,
  modelCalls: {
    total: 12,
    avgLatency: 420.5,
    errorRate: 0.083,
    recentCalls: [
      {
        timestamp: 1_700_000_000_000,
        provider: "practice",
        latency: 400,
        inputTokens: 12,
        outputTokens: 7,
        tokensPerSec: 17.5,
        error: "503 from upstream",
        errorKind: "upstream_5xx",
      },
    ],
  },
  queueDepth: 2,
  oldestWaitMs: 900,
  overdue: 0,
  slots: { used: 1, total: 64 },
};

export const systemHealth: SystemHealth = {
  status: "warn",
  uptime: 61,
  version: "0.1.0",
  sessions: 3,
  connections: 2,
  tools: 2,
  channels: [{ name: "trpc", status: "ok" }],
  node: "node-1",
  bootId: "boot",
  components: [
    { name: "history", status: "warn", reason: "2 rows were dropped", since: 1_700_000_000_000 },
  ],
  eventLoop: { p50: 1, p99: 4, max: 12 },
  memory: { rssBytes: 90_000_000, heapUsedBytes: 40_000_000, heapLimitBytes: 0 },
  disk: null,
  history: { lagMs: 0, waitingRows: 0, droppedRows: 0 },
  live: { subscribers: 1, droppedFrames: 0, gaps: 0 },
};

export const systemEvent: SystemEvent = {
  id: "boot:1",
  timestamp: 1_700_000_000_000,
  level: "error",
  source: "model.practice",
  message: "503 from upstream",
  context: { attempt: 2 },
  requestId: "req-1",
};

export const systemConfig: SystemConfig = {
  file: "signalbox.yaml",
  revision: "0123abcd",
  settings: [
    {
      key: "providers.openai.apiKey",
      value: null,
      hidden: "secret",
      source: "environment",
      from: "OPENAI_API_KEY",
      waits: false,
    },
  ],
  notShown: 0,
};

export const systemStorage: SystemStorage = {
  dataDir: null,
  disk: systemHealth.disk,
  history: {
    retainDays: 14,
    maxBytes: 5_000_000_000,
    content: "full",
    oldestAt: 1_700_000_000_000,
    oldestFiguresAt: 1_700_000_000_000,
    rows: { requests: 10, events: 4, failures: 1 },
  },
  sessions: { retainDays: 90, maxBytes: 1_000_000_000 },
};

export const setup: Setup = {
  you: { id: "tok-viewer", name: "viewer", role: "viewer" },
  node: "node-1",
  version: "0.1.0",
  baseUrl: "http://127.0.0.1:4870/v1",
  configFile: null,
  providers: [{ name: "practice", kind: "practice", practice: true, keyFrom: "none" }],
  agents: [{ name: "support", model: "practice/echo", tools: ["clock"] }],
  aliases: [{ name: "fast", models: ["practice/echo"] }],
  models: ["practice/echo"],
  defaultAgent: "support",
  practiceModel: "practice/echo",
};

export const runResult: RunResult = {
  requestId: "req-1",
  sessionId: "chat-1",
  text: "It is noon.",
  usage: {
    inputTokens: 12,
    outputTokens: 7,
    totalTokens: 19,
    cachedTokens: null,
    reasoningTokens: null,
    source: "reported",
  },
  durable: true,
  agent: "support",
  provider: "practice",
  model: "practice/echo",
  finishReason: "stop",
  steps: 1,
  durationMs: 400,
  costUsd: 0.002,
};

export const message: Message = {
  role: "user",
  text: "What time is it?",
  at: 1_700_000_000_000,
  requestId: "req-1",
  tool: null,
  truncatedBytes: 0,
};

export const requestDetail: RequestDetail = {
  request: requestRow,
  spans: [],
  messages: [message],
  events: [
    { id: "boot:1", timestamp: 1_700_000_000_000, level: "warn", source: "lane", message: "waits" },
  ],
  gatewayMs: 3,
  body: null,
  route: "/trpc/agent.start",
  fingerprint: null,
};

export const tokenRow: TokenRow = {
  id: "tok-1",
  name: "laptop",
  role: "ingest",
  createdAt: 1_700_000_000_000,
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
  inFlight: 0,
  fromEnvironment: false,
};

export const sessionRow: SessionRow = {
  sessionId: "chat-1",
  client: "laptop",
  messages: 2,
  createdAt: 1_700_000_000_000,
  updatedAt: 1_700_000_000_500,
  clientId: "tok-1",
  lane: "tok-1/chat-1",
  requests: 2,
  failed: 0,
  inputTokens: 20,
  outputTokens: 40,
  costUsd: null,
  unpriced: 2,
  cursor: "1700000000500 tok-1 chat-1",
};

export const laneSpans: LaneSpans = {
  requests: [
    {
      id: "req-1",
      lane: "trpc/tok-1/chat-1",
      laneLabel: "trpc chat-1",
      oneShot: false,
      client: "laptop",
      practice: false,
      startedAt: 1_700_000_000_000,
      endedAt: null,
      outcome: null,
      errorKind: null,
      spans: [
        {
          id: "req-1.q",
          kind: "queue",
          name: "trpc chat-1",
          startedAt: 1_700_000_000_000,
          firstTokenAt: null,
          endedAt: null,
          status: "running",
          errorKind: null,
          waitsFor: "lane",
          modelCall: null,
          attempt: null,
        },
      ],
    },
  ],
  total: 1,
  isMore: false,
  gaps: [],
};

export const laneRow: LaneRow = {
  lane: "trpc/tok-1/chat-1",
  label: "trpc chat-1",
  channel: "trpc",
  client: "laptop",
  sessionId: "chat-1",
  depth: 2,
  running: 1,
  runningRequestId: "req-1",
  runningSince: 1_700_000_000_000,
  oldestWaitMs: 900,
  waitsFor: "lane",
  blockedBy: {
    requestId: "req-1",
    phase: "model",
    phaseDetail: "streaming",
    since: 1_700_000_000_100,
  },
  slotHolders: [{ client: "laptop", count: 3 }],
  slots: {
    used: 64,
    total: 64,
    longest: {
      requestId: "req-1",
      lane: "trpc/tok-1/chat-1",
      client: "laptop",
      since: 1_700_000_000_000,
    },
  },
  paused: {
    until: 1_700_000_900_000,
    reason: "the till is down",
    by: "ops",
    since: 1_700_000_000_000,
  },
  draining: null,
};

export const auditList: AuditList = {
  entries: [
    {
      seq: 1,
      at: 1_700_000_000_000,
      who: "ops (tok-1)",
      action: "lane.paused",
      target: "tok-1/chat-1",
      reason: null,
      before: null,
      after: { until: 1_700_000_900_000 },
      hash: "5f",
    },
  ],
  nextBeforeSeq: null,
  firstBadSeq: null,
};

export const modelRow: ModelRow = {
  provider: "practice",
  model: "practice/echo",
  state: "half-open",
  stateReason: "one call may try",
  stateSince: 1_699_999_995_000,
  stateUntil: null,
  throttledUntil: 1_700_000_004_000,
  calls: 12,
  failed: 1,
  failureRate: 0.083,
  failuresByKind: { upstream_5xx: 1 },
  recovered: 2,
  finishReasons: { stop: 10, length: 1 },
  ttftP50: 80,
  ttftP95: 120,
  latencyP50: 400,
  latencyP95: 700,
  latencyP99: null,
  gapP95: null,
  tokensPerSec: 41.5,
  inputTokens: 144,
  outputTokens: 84,
  costUsd: null,
  unpriced: 1,
  inFlight: 1,
  lastSuccessAt: 1_700_000_000_000,
  quota: { requests: { limit: 500, remaining: 499, resetAt: 1_700_000_060_000 }, tokens: null },
  keyFrom: "none",
  configured: true,
  practice: true,
};

export const toolRow: ToolRow = {
  name: "clock",
  description: "Tells the time.",
  source: "built-in",
  server: null,
  state: "ready",
  reason: null,
  hash: null,
  heldHash: null,
  heldSchema: null,
  calls: 3,
  failed: 0,
  inFlight: 0,
  oldestSince: null,
  latencyP50: null,
  latencyP95: null,
};

export const mcpServerRow: McpServerRow = {
  name: "docs",
  kind: "stdio",
  state: "backoff",
  reason: "its process ended with exit code 1",
  since: 1_700_000_000_000,
  restarts: 2,
  nextAttemptAt: 1_700_000_001_000,
  tools: 4,
  held: 1,
  stderr: ["no such file"],
};

const traffic = {
  inFlight: 1,
  requests: 10,
  failed: 1,
  latencyP50: 400,
  latencyP95: 900,
  latencyP99: 1_200,
  ttftP95: 300,
  refused: 3,
  refusedByStatus: { 429: 3 },
  lastSeenAt: 1_700_000_000_000,
};

export const channelRow: ChannelRow = {
  ...traffic,
  name: "trpc",
  kind: "channel",
  status: "ok",
  reason: null,
  connections: 2,
};

export const clientRow: ClientRow = {
  ...traffic,
  name: "shop",
  inputTokens: 120,
  outputTokens: 70,
  costUsd: 0.01,
  unpriced: 0,
  maySend: true,
};

export const refusals: Refusals = {
  knownFrom: 1_700_000_000_000,
  rows: [{ channel: "trpc", client: "shop", status: 429, count: 3, lastAt: 1_700_000_000_000 }],
};

export const errorGroup: ErrorGroup = {
  fingerprint: "f00d",
  errorKind: "upstream_5xx",
  message: "503 from upstream",
  count: 3,
  counts: [0, 1, 2],
  knownSince: 1_600_000_000_000,
  firstSeenAt: 1_700_000_000_000,
  lastSeenAt: 1_700_000_000_500,
  sampleRequestIds: ["req-1"],
  clients: [{ name: "laptop", count: 3 }],
  setsApart: [{ dimension: "model", value: "practice/echo", share: 1, shareOfRest: 0.2 }],
};

export const historySeries: HistorySeries = {
  kind: "sketch",
  stepMs: 60_000,
  t: [1_700_000_000_000],
  groups: [
    {
      value: "practice/echo",
      values: [90],
      counts: [5],
      max: [160],
      quantiles: [[80], [120], [150]],
    },
  ],
  more: 0,
  gaps: [{ from: 1_700_000_000_000, to: 1_700_000_001_000, reason: "It was killed.", lost: null }],
};

export const heatmap: Heatmap = {
  stepMs: 60_000,
  t: [1_700_000_000_000, 1_700_000_060_000],
  bounds: [64, 81, 102],
  counts: [[3, 2], null],
  gaps: [],
};

export const historyMarks: HistoryMarks = {
  marks: [
    { at: 1_700_000_000_000, kind: "start", label: "0.1.0", durationMs: null },
    { at: 1_700_000_001_000, kind: "stall", label: "", durationMs: 350 },
  ],
  gaps: [],
};

export const overviewSeries: OverviewSeries = {
  stepMs: 1_000,
  points: [
    {
      t: 1_700_000_000_000,
      messages: 4,
      failed: 1,
      failures: { timeout: 1 },
      inFlight: 2,
      waiting: 1,
      oldestWaitMs: 900,
      overdue: 0,
      ttft: { "practice/echo": [80, 120, 150] },
      gap: { "practice/echo": 12 },
      costUsd: 0,
      unpriced: 4,
      modelCalls: 5,
      outputTokens: 300,
    },
  ],
};

const { recentCalls: _, ...modelCalls } = systemMetrics.modelCalls;

export const liveSnapshot: LiveSnapshot = {
  type: "snapshot",
  bootId: "boot",
  seq: 1,
  at: 1_700_000_000_000,
  node: "node-1",
  version: "0.1.0",
  metrics: { ...systemMetrics, modelCalls },
  health: systemHealth,
  verdict: {
    level: "ok",
    headline: "All is well.",
    detail: "",
    since: null,
    requests: null,
    place: null,
    findings: [],
  },
  requests: [requestRow],
  requestsNotShown: 0,
  recent: [],
  spans: [],
  events: [systemEvent],
  series: overviewSeries,
  models: [modelRow],
  frameMs: 250,
};

export const pastPicture: PastPicture = {
  t: 1_700_000_000_000,
  isKnown: true,
  why: null,
  bootId: "boot",
  node: "node-1",
  version: "0.1.0",
  metrics: liveSnapshot.metrics,
  verdict: liveSnapshot.verdict,
  requests: [requestRow],
  requestsNotShown: 0,
  recent: [],
  spans: [],
  gaps: historySeries.gaps,
  lanes: [laneRow],
  events: [systemEvent],
  models: [modelRow],
  components: systemHealth.components,
};

export const liveFrame: LiveFrame = {
  type: "frame",
  seq: 2,
  at: 1_700_000_000_250,
  tokens: { "req-1": 9 },
};
