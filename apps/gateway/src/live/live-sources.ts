import type {
  LiveMetrics,
  ModelRow,
  OverviewPoint,
  OverviewSeries,
  SystemHealth,
  Verdict,
} from "@signalbox/api-contract";

/** Where the hub reads what is not a fact of its own: asked when a frame is built, and then once. */
export interface LiveSources {
  readonly node: string;
  readonly version: string;
  metrics(): LiveMetrics;
  health(): SystemHealth;
  verdict(): Verdict;
  models(): ModelRow[];
  series(): OverviewSeries;
  /** The steps that may still have changed within the last second. */
  newestPoints(): OverviewPoint[];
}
