import type { MetricsCollector } from "@signalbox/metrics";
import type { Clock } from "../clock.ts";
import type { HealthMonitor } from "../health/index.ts";
import type { History } from "../history/index.ts";
import type { LaneQueue } from "../lanes/index.ts";
import type { LiveSources } from "../live/index.ts";
import type { Config } from "../config/index.ts";
import type { RequestLog } from "../recorder/index.ts";
import type { Gates } from "../upstream/index.ts";
import { modelRows } from "./model-rows.ts";
import { obstacles } from "./model-states.ts";
import type { OverviewWindow } from "./overview-window.ts";
import { liveMetrics } from "./system-port.ts";
import { LookBackWatch, verdictOf } from "./verdict/index.ts";

/** Models that nobody calls have little to say, and a frame has little room. */
const models = { windowMs: 120_000, maxQuiet: 20 } as const;

export interface LiveSourcesOptions {
  readonly node: string;
  readonly version: string;
  readonly clock: Clock;
  readonly collector: MetricsCollector;
  readonly lanes: LaneQueue;
  readonly log: RequestLog;
  readonly overview: OverviewWindow;
  readonly health: () => HealthMonitor;
  readonly gates: () => Gates;
  readonly history: () => History;
  readonly config: () => Config;
  readonly isPractice: (provider: string) => boolean;
}

export function createLiveSources(options: LiveSourcesOptions): LiveSources {
  const { node, version, clock, collector, log, overview, health, gates } = options;
  const lookBack = new LookBackWatch(options);
  return {
    node,
    version,
    metrics: () => liveMetrics(options),
    health: () => health().system(),
    verdict: () =>
      verdictOf(
        {
          collector,
          log,
          health: health().system(),
          obstacles: obstacles(gates()),
          lookBack: lookBack.current(),
        },
        clock.now(),
      ),
    models: () => modelRows({ ...options, gates: gates() }, models),
    series: () => overview.series(),
    newestPoints: () => overview.newest(),
  };
}
