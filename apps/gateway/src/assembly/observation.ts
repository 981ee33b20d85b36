import { MetricsCollector } from "@signalbox/metrics";
import type { Config } from "../config/index.ts";
import type { HealthMonitor } from "../health/index.ts";
import type { LaneQueue } from "../lanes/index.ts";
import { History, RefusalCounts } from "../history/index.ts";
import { ChangeSet, FrameBuilder, LiveHub } from "../live/index.ts";
import { ChannelCounts, createLiveSources, OverviewWindow } from "../ports/index.ts";
import {
  CollectorSink,
  deriveFacts,
  EventLog,
  Recorder,
  RequestLog,
  type Fact,
} from "../recorder/index.ts";
import type { Gates } from "../upstream/index.ts";
import type { PriceBook } from "../upstream/index.ts";
import type { Base } from "./base.ts";
import { createSpending, type Spending } from "./spending.ts";

const maxSubscribers = 5_000;

/** Everything that only observes: the recorder, and what it applies facts to. */
export interface Observation {
  readonly recorder: Recorder;
  readonly state: (fact: Fact) => void;
  readonly collector: MetricsCollector;
  readonly log: RequestLog;
  readonly events: EventLog;
  readonly counts: ChannelCounts;
  readonly overview: OverviewWindow;
  readonly hub: LiveHub;
  readonly spending: Spending;
  readonly history: History;
}

export function createObservation(
  base: Base,
  lanes: LaneQueue,
  health: () => HealthMonitor,
  gates: () => Gates,
  prices: () => PriceBook,
): Observation {
  const { bootId, clock, config, logger } = base;
  const collector = new MetricsCollector({
    getQueueDepth: () => lanes.totalPending(),
    now: clock.now,
    mono: clock.mono,
  });
  const log = new RequestLog({
    clock,
    keepsContent: () => config().history.content === "full",
  });
  const find = (id: string) => log.get(id);
  const events = new EventLog(bootId);
  const counts = new ChannelCounts();
  const refusals = new RefusalCounts(clock.now);
  const overview = new OverviewWindow(collector, clock);
  const changes = new ChangeSet(bootId, find);
  const sources = createLiveSources({
    ...base,
    collector,
    lanes,
    log,
    overview,
    health,
    gates,
    history: () => history,
  });
  const builder = new FrameBuilder({ bootId, clock, log, events, changes, sources });
  const hub = new LiveHub({ bootId, clock, builder, changes, maxSubscribers });
  const spending = createSpending(base, find, prices);
  const history: History = new History({
    ...base,
    dataDir: config().dataDir,
    limits: () => limitsOf(config()),
    log,
    collector,
    refusals,
    state: (fact) => {
      recorder.state(fact);
    },
  });
  const recorder: Recorder = new Recorder({
    clock,
    // The log first: the others ask it what a fact is about.
    sinks: [
      log,
      new CollectorSink(collector, find),
      events,
      counts,
      refusals,
      history.sink,
      hub,
      spending.ledger,
    ],
    derive: (fact) => deriveFacts(fact, find),
    onSinkError: (error, fact) => {
      logger.error({ err: error, fact: fact.type }, "something that observes failed on a fact");
    },
  });
  const state = recorder.state.bind(recorder);
  return { recorder, state, collector, log, events, counts, overview, hub, spending, history };
}

function limitsOf({ history }: Config) {
  return { retainDays: history.retainDays, maxBytes: history.maxBytes };
}
