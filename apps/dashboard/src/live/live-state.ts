import type {
  LiveSnapshot,
  ModelRow,
  OverviewSeries,
  RequestRow,
  Span,
  SystemEvent,
  SystemHealth,
  Verdict,
} from "@signalbox/api-contract";

/** Bounds of what a page keeps. What falls out is the oldest. */
export const liveBounds = {
  events: 500,
  recent: 100,
  spans: 6_000,
  spanMs: 60_000,
  /** Steps of the series: two periods of the sparklines and a few to spare. */
  points: 180,
} as const;

export type ConnectionStatus =
  | "connecting"
  | "live"
  | "stale"
  | "reconnecting"
  | "paused"
  /** What is shown is how it was at a moment; the stream goes on behind it. */
  | "past"
  | "denied"
  | "failed";

export interface Connection {
  readonly status: ConnectionStatus;
  /** When it became so, by this machine's clock. */
  readonly since: number;
  /** When the last message came, by this machine's clock. */
  readonly lastMessageAt: number | null;
}

/** What the gateway told, as plain data that can be handed to another tab. */
export interface LiveData {
  readonly node: string;
  readonly gatewayVersion: string;
  readonly bootId: string;
  readonly seq: number;
  /** The gateway's clock when the last message was built. */
  readonly at: number;
  readonly metrics: LiveSnapshot["metrics"];
  readonly health: SystemHealth;
  readonly verdict: Verdict;
  /** In flight, by id. */
  readonly requests: ReadonlyMap<string, RequestRow>;
  readonly requestsNotShown: number;
  /** Finished, newest first. */
  readonly recent: readonly RequestRow[];
  /** What ran in the last 60 s, by id. */
  readonly spans: ReadonlyMap<string, Span>;
  /** Newest first. */
  readonly events: readonly SystemEvent[];
  readonly series: OverviewSeries;
  readonly models: readonly ModelRow[];
  readonly frameMs: number;
}

/** How it stands with the past moment that is shown. */
export interface PastStanding {
  /** The moment that was asked for. */
  readonly wanted: number;
  /**
   * The moment that all else is of: the one before, while the next is on its way; null while that is what
   * was live when the way back began.
   */
  readonly at: number | null;
  readonly status: "loading" | "known" | "unknown" | "failed";
  /** Why nothing, or not everything, is known of it; or what went wrong. */
  readonly why: string | null;
  /** In the minute before it: times of which something may be missing. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

/** What pages read. Maps and lists get a new identity only when something in them changed. */
export interface LiveState extends LiveData {
  readonly connection: Connection;
  /** Null while what is shown is live. */
  readonly past: PastStanding | null;
  /** False where nothing is known, as before the first snapshot: everything else is then empty, not zero. */
  readonly loaded: boolean;
  /** Updates that wait while paused. */
  readonly waiting: number;
  /** When a pause ends by itself, by this machine's clock. */
  readonly pausedUntil: number | null;
  /** How far apart the page's own frames are at the least: it rises where drawing them takes too long. */
  readonly paintMs: number;
  /** The gateway's clock now, estimated from the last message; stands still while paused. */
  serverNow(): number;
  /** Another one with each message, or each moment. */
  readonly version: number;
}

export const emptyLiveData: LiveData = {
  node: "",
  gatewayVersion: "",
  bootId: "",
  seq: 0,
  at: 0,
  metrics: {
    messagesProcessed: 0,
    errors: 0,
    activeRequests: 0,
    uptime: 0,
    modelCalls: { total: 0, avgLatency: 0, errorRate: 0 },
    queueDepth: 0,
    oldestWaitMs: 0,
    overdue: 0,
    slots: { used: 0, total: 0 },
  },
  health: {
    status: "ok",
    uptime: 0,
    version: "",
    sessions: 0,
    connections: 0,
    tools: 0,
    channels: [],
    node: "",
    bootId: "",
    components: [],
    eventLoop: { p50: 0, p99: 0, max: 0 },
    memory: { rssBytes: 0, heapUsedBytes: 0, heapLimitBytes: 0 },
    disk: null,
    history: { lagMs: 0, waitingRows: 0, droppedRows: 0 },
    live: { subscribers: 0, droppedFrames: 0, gaps: 0 },
  },
  verdict: {
    level: "unknown",
    headline: "",
    detail: "",
    since: null,
    requests: null,
    place: null,
    findings: [],
  },
  requests: new Map(),
  requestsNotShown: 0,
  recent: [],
  spans: new Map(),
  events: [],
  series: { stepMs: 5_000, points: [] },
  models: [],
  frameMs: 250,
};
