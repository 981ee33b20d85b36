import type { LiveMessage } from "@signalbox/api-contract";
import type { Tracked } from "@signalbox/api-contract/server";
import type { Clock } from "../../clock.ts";
import {
  deriveFacts,
  EventLog,
  Recorder,
  RequestLog,
  type AcceptedRequest,
} from "../../recorder/index.ts";
import { ChangeSet, FrameBuilder, LiveHub, type LiveSources } from "../index.ts";

/** The live hub over the picture of requests, on the test's own timers; what is no fact stands still. */
export function createLiveBench({ maxSubscribers = 100 }: { maxSubscribers?: number } = {}) {
  const clock: Clock = { now: () => Date.now(), mono: () => performance.now() };
  const bootId = "boot";
  const log = new RequestLog({ clock });
  const find = (id: string) => log.get(id);
  const events = new EventLog(bootId);
  const changes = new ChangeSet(bootId, find);
  const builder = new FrameBuilder({ bootId, clock, log, events, changes, sources });
  const hub = new LiveHub({ bootId, clock, builder, changes, maxSubscribers });
  const recorder = new Recorder({
    clock,
    sinks: [log, events, hub],
    derive: (fact) => deriveFacts(fact, find),
    onSinkError: (error) => {
      throw error;
    },
  });
  const state = recorder.state.bind(recorder);
  return {
    hub,
    state,
    begin: (id: string, more: Partial<AcceptedRequest> = {}) => {
      state({
        type: "request.queued",
        request: { ...request, id, sessionId: id, lane: id, ...more },
      });
      state({ type: "request.started", requestId: id });
    },
    end: (id: string) => {
      const outcome = { outcome: "ok", errorKind: null, message: null } as const;
      state({ type: "request.ended", requestId: id, ...outcome });
    },
    subscribe: (lastEventId?: string) => {
      const leaving = new AbortController();
      const { signal } = leaving;
      const stream = hub.subscribe({ lastEventId, signal })[Symbol.asyncIterator]();
      return new Reader(stream, () => leaving.abort());
    },
  };
}

/** One subscriber that reads when it is told to. */
class Reader {
  readonly received: Tracked<LiveMessage>[] = [];
  readonly #stream: AsyncIterator<Tracked<LiveMessage>>;
  readonly leave: () => void;

  constructor(stream: AsyncIterator<Tracked<LiveMessage>>, leave: () => void) {
    this.#stream = stream;
    this.leave = leave;
  }

  /** The next message. */
  async next(): Promise<LiveMessage | undefined> {
    const { value, done } = await this.#stream.next();
    if (done === true) return undefined;
    this.received.push(value);
    return value.data;
  }

  /** Reads on by itself, until it is over or fails. */
  async run(): Promise<void> {
    while ((await this.next()) !== undefined);
  }

  get types(): readonly string[] {
    return this.received.map(({ data }) => data.type);
  }

  get lastId(): string | undefined {
    return this.received.at(-1)?.id;
  }
}

const request: AcceptedRequest = {
  id: "",
  sessionId: "",
  lane: "",
  laneLabel: "openai · crm",
  oneShot: false,
  channel: "openai",
  client: "crm",
  clientId: "tok",
  agent: null,
  provider: "local",
  model: "swift-1",
  practice: false,
  route: "POST /v1/chat/completions",
  body: null,
};

const health: ReturnType<LiveSources["health"]> = {
  status: "ok",
  uptime: 1,
  version: "1.0.0",
  sessions: 0,
  connections: 0,
  tools: 0,
  channels: [],
  node: "node",
  bootId: "boot",
  components: [],
  eventLoop: { p50: 0, p99: 0, max: 0 },
  memory: { rssBytes: 0, heapUsedBytes: 0, heapLimitBytes: 0 },
  disk: null,
  history: { lagMs: 0, waitingRows: 0, droppedRows: 0 },
  live: { subscribers: 0, droppedFrames: 0, gaps: 0 },
};

const sources: LiveSources = {
  node: "node",
  version: "1.0.0",
  metrics: () => ({
    messagesProcessed: 0,
    errors: 0,
    activeRequests: 0,
    uptime: 1,
    modelCalls: { total: 0, avgLatency: 0, errorRate: 0 },
    queueDepth: 0,
    oldestWaitMs: 0,
    overdue: 0,
    slots: { used: 0, total: 64 },
  }),
  health: () => health,
  verdict: () => ({
    level: "ok",
    headline: "",
    detail: "",
    since: null,
    requests: null,
    place: null,
    findings: [],
  }),
  models: () => [],
  series: () => ({ stepMs: 5_000, points: [] }),
  newestPoints: () => [],
};
