import type { OverviewPoint, OverviewSeries } from "@signalbox/api-contract";
import type { MetricsCollector } from "@signalbox/metrics";
import type { Clock } from "../clock.ts";
import type { HealthMonitor } from "../health/index.ts";
import type { LaneQueue } from "../lanes/index.ts";
import type { LiveSources } from "../live/index.ts";
import type { RequestLog } from "../recorder/index.ts";
import { modelRows } from "./model-rows.ts";
import { overviewSeries } from "./overview-series.ts";
import { liveMetrics } from "./system-port.ts";
import { verdictOf } from "./verdict.ts";

/**
 * The Overview's live charts: five minutes in steps of five seconds, and nearly as long again before
 * them. Single seconds are kept for ten minutes, and beyond them no step could be as fine.
 */
const stepMs = 5_000;
const windowMs = 590_000;
const modelsWindowMs = 120_000;

export interface LiveSourcesOptions {
  readonly node: string;
  readonly version: string;
  readonly clock: Clock;
  readonly collector: MetricsCollector;
  readonly lanes: LaneQueue;
  readonly log: RequestLog;
  readonly health: () => HealthMonitor;
  readonly isPractice: (provider: string) => boolean;
}

export function createLiveSources(options: LiveSourcesOptions): LiveSources {
  const { node, version, clock, collector, log, health, isPractice } = options;
  const since = (ms: number): OverviewSeries => {
    const to = clock.now();
    return overviewSeries(collector, { from: to - ms, to, stepMs });
  };
  return {
    node,
    version,
    metrics: () => liveMetrics(options),
    health: () => health().system(),
    verdict: () => verdictOf(collector, log, health().system(), clock.now()),
    models: () => modelRows(collector, log, modelsWindowMs, isPractice),
    series: () => since(windowMs),
    newestPoints: (): OverviewPoint[] => since(stepMs).points,
  };
}
