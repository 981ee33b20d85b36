import type { LiveMetrics, SystemEvent, SystemMetrics } from "@signalbox/api-contract";
import type { Caller, Stream, StreamOptions, SystemPort } from "@signalbox/api-contract/server";
import type { MetricsCollector } from "@signalbox/metrics";
import { agentPool } from "../agent/index.ts";
import type { LiveConfig } from "../config/index.ts";
import type { DiskWatch, HealthMonitor } from "../health/index.ts";
import type { History } from "../history/index.ts";
import type { LaneQueue } from "../lanes/index.ts";
import type { LiveHub } from "../live/index.ts";
import type { EventLog, RequestLog } from "../recorder/index.ts";
import { findEvents } from "./find-events.ts";
import { systemConfig } from "./system-config.ts";
import { systemStorage } from "./system-storage.ts";
import { createSetup, type SetupOptions } from "./setup.ts";
import { endedByStop, newestOf, pause } from "./streams.ts";

const frameMs = 250;
const metricsEveryMs = 1_000;

export interface SystemPortOptions extends SetupOptions {
  readonly bootId: string;
  readonly collector: MetricsCollector;
  readonly lanes: LaneQueue;
  readonly log: RequestLog;
  readonly events: EventLog;
  readonly health: HealthMonitor;
  readonly hub: LiveHub;
  readonly history: History;
  readonly live: LiveConfig;
  readonly disk: DiskWatch;
  /** Aborts when the gateway stops. */
  readonly stopping: AbortSignal;
}

export function createSystemPort(options: SystemPortOptions): SystemPort {
  const { bootId, log, events, health, hub } = options;
  const activeRequests = () => Array.from(log.active.values(), (record) => log.row(record));
  const metrics = () => systemMetrics(options);
  const untilStop = <T>(stream: StreamOptions, open: (stream: StreamOptions) => Stream<T>) =>
    endedByStop(stream, options.stopping, open);
  return {
    health: () => health.system(),
    metrics,
    events: (input) => findEvents(events, options.history, input),
    activeRequests,
    setup: (caller: Caller) => createSetup(options, caller),
    config: ({ role }) => {
      const { current, waiting } = options.live;
      return systemConfig({ config: current, waiting, tellsPaths: role === "admin" });
    },
    storage: ({ role }) =>
      systemStorage({
        config: options.config(),
        disk: options.disk.use,
        history: options.history,
        tellsPaths: role === "admin",
      }),
    live: (stream) => hub.subscribe(stream),
    onMetrics: (stream) =>
      untilStop(stream, (ending) =>
        newestOf({ ...ending, bootId, everyMs: metricsEveryMs, read: metrics }),
      ),
    onEvents: (stream) => untilStop(stream, (ending) => eventsFrom(events, bootId, ending)),
    onActiveRequests: (stream) =>
      untilStop(stream, (ending) =>
        newestOf({ ...ending, bootId, everyMs: frameMs, read: activeRequests }),
      ),
  };
}

function systemMetrics({
  collector,
  lanes,
  log,
}: Pick<SystemPortOptions, "collector" | "lanes" | "log">): SystemMetrics {
  const { modelCalls, ...rest } = collector.getSnapshot();
  const recentCalls = [...modelCalls.recentCalls];
  return { ...rest, modelCalls: { ...modelCalls, recentCalls }, ...gauges(lanes, log) };
}

export function liveMetrics(
  options: Pick<SystemPortOptions, "collector" | "lanes" | "log">,
): LiveMetrics {
  const { collector, lanes, log } = options;
  const { modelCalls, ...rest } = collector.getSnapshot();
  const { recentCalls: _, ...totals } = modelCalls;
  return { ...rest, modelCalls: totals, ...gauges(lanes, log) };
}

function gauges(lanes: LaneQueue, log: RequestLog) {
  let oldestWaitMs = 0;
  let overdue = 0;
  for (const record of log.active.values()) {
    if (record.state === "queued") {
      oldestWaitMs = Math.max(oldestWaitMs, log.row(record).durationMs);
    }
    if (log.isOverdue(record)) overdue += 1;
  }
  return { oldestWaitMs, overdue, slots: lanes.slots(agentPool) };
}

/** Each event once, in order; the log of the last 500 is what bounds it. */
async function* eventsFrom(
  events: EventLog,
  bootId: string,
  { lastEventId, signal }: StreamOptions,
): Stream<SystemEvent> {
  let seq = startAfter(events, bootId, lastEventId);
  while (!signal.aborted) {
    for (const event of events.after(seq)) {
      seq = seqOf(event.id);
      yield { id: event.id, data: event };
    }
    await pause(frameMs, signal);
  }
}

/** A newcomer gets what comes; one of an earlier boot all that this one has; one of this boot what is missing. */
function startAfter(events: EventLog, bootId: string, lastEventId: string | undefined): number {
  if (lastEventId === undefined) {
    const newest = events.newest().next();
    return newest.done === true ? 0 : newest.value.seq;
  }
  return lastEventId.startsWith(`${bootId}:`) ? seqOf(lastEventId) : 0;
}

function seqOf(id: string): number {
  const seq = Number(id.slice(id.lastIndexOf(":") + 1));
  return Number.isSafeInteger(seq) ? seq : 0;
}
