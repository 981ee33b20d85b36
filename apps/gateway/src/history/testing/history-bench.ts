import { systemClock } from "../../clock.ts";
import { MetricsCollector } from "@signalbox/metrics";
import {
  CollectorSink,
  deriveFacts,
  EventLog,
  Recorder,
  RequestLog,
  type AcceptedRequest,
  type Fact,
} from "../../recorder/index.ts";
import { RefusalCounts } from "../refusal-counts.ts";
import { History, type HistoryOptions } from "../history.ts";

/** Beside the directory, all as a gateway has it unless told. */
export interface BenchOptions extends Partial<HistoryOptions> {
  readonly dataDir: string;
  /** Requests that ended and are in memory. */
  readonly keepEnded?: number;
}

/** History under a recorder, as a gateway has it, with nothing else around. */
export async function createHistoryBench({ keepEnded = 1_000, ...options }: BenchOptions) {
  const bootId = options.bootId ?? `boot-${Math.random().toString(36).slice(2)}`;
  const clock = options.clock ?? systemClock;
  const log = new RequestLog({ clock, keepEnded });
  const events = new EventLog(bootId);
  const collector = options.collector ?? new MetricsCollector({ now: clock.now, mono: clock.mono });
  const refusals = new RefusalCounts(clock.now);
  const state = (fact: Fact): void => {
    recorder.state(fact);
  };
  const history = new History({
    bootId,
    clock,
    node: "test",
    version: "0.0.0",
    limits: () => ({ retainDays: 14, maxBytes: 1e9 }),
    ...options,
    collector,
    refusals,
    log,
    state,
  });
  const recorder: Recorder = new Recorder({
    clock,
    sinks: [log, new CollectorSink(collector, (id) => log.get(id)), events, refusals, history.sink],
    derive: (fact) => deriveFacts(fact, (id) => log.get(id)),
    onSinkError: (error) => {
      throw error;
    },
  });
  await history.opened();
  return {
    history,
    log,
    events,
    collector,
    state,
    begin: (id: string, more: Partial<AcceptedRequest> = {}): void => {
      state({ type: "request.queued", request: { ...request, id, ...more } });
      state({ type: "request.started", requestId: id });
    },
    end: (id: string): void => {
      const outcome = { outcome: "ok", errorKind: null, message: null } as const;
      state({ type: "request.ended", requestId: id, ...outcome });
    },
    event: (message: string): void => {
      state({ type: "event", level: "info", source: "test", message });
    },
    [Symbol.asyncDispose]: () => history.close(),
  };
}

const request: AcceptedRequest = {
  id: "",
  sessionId: "s",
  lane: "l",
  laneLabel: "trpc · s",
  oneShot: false,
  channel: "trpc",
  client: "crm",
  clientId: "c",
  agent: "support",
  provider: "local",
  model: "swift-1",
  practice: false,
  route: "/trpc/agent.send",
  body: null,
};
