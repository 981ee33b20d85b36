import type { MetricsCollector } from "@signalbox/metrics";
import type { Clock } from "../clock.ts";
import type { HealthMonitor } from "../health/index.ts";
import type { LaneQueue } from "../lanes/index.ts";
import type { LiveSources } from "../live/index.ts";
import type { RequestLog } from "../recorder/index.ts";
import { modelRows } from "./model-rows.ts";
import type { OverviewWindow } from "./overview-window.ts";
import { liveMetrics } from "./system-port.ts";
import { verdictOf } from "./verdict.ts";

const modelsWindowMs = 120_000;

export interface LiveSourcesOptions {
  readonly node: string;
  readonly version: string;
  readonly clock: Clock;
  readonly collector: MetricsCollector;
  readonly lanes: LaneQueue;
  readonly log: RequestLog;
  readonly overview: OverviewWindow;
  readonly health: () => HealthMonitor;
  readonly isPractice: (provider: string) => boolean;
}

export function createLiveSources(options: LiveSourcesOptions): LiveSources {
  const { node, version, clock, collector, log, overview, health, isPractice } = options;
  return {
    node,
    version,
    metrics: () => liveMetrics(options),
    health: () => health().system(),
    verdict: () => verdictOf(collector, log, health().system(), clock.now()),
    models: () => modelRows(collector, log, modelsWindowMs, isPractice),
    series: () => overview.series(),
    newestPoints: () => overview.newest(),
  };
}
