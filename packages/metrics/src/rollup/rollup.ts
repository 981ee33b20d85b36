import type { Clock } from "../collector/clock.ts";
import type { SeriesLimits } from "../dimensions/dimension.ts";
import { Dimensions } from "../dimensions/dimensions.ts";
import type { Tally } from "../intake/tally.ts";
import { BucketLog } from "./bucket-log.ts";
import { GaugeTable } from "./gauge-table.ts";
import { Timeline } from "./timeline.ts";

/** All that is kept over time: the series of every dimension, the gauges, and when we ran. */
export interface Rollup {
  readonly log: BucketLog;
  readonly dimensions: Dimensions;
  readonly gauges: GaugeTable;
  readonly timeline: Timeline;
}

export function createRollup(
  clock: Clock,
  tally: Tally,
  limits: Partial<SeriesLimits> | undefined,
): Rollup {
  const log = new BucketLog(tally);
  return {
    log,
    dimensions: new Dimensions(log, tally, limits),
    gauges: new GaugeTable(tally),
    timeline: new Timeline(clock),
  };
}
