import type { Tally } from "../intake/tally.ts";
import type { BucketLog } from "../rollup/bucket-log.ts";
import { Series } from "../rollup/series.ts";
import { DIMENSIONS, isDimension, SERIES_LIMITS } from "./dimension.ts";
import type { Dimension, SeriesLimits } from "./dimension.ts";
import { DimensionTable } from "./dimension-table.ts";
import { ModelHandles } from "./model-handles.ts";

/** What a fact carries of the dimensions. */
export interface Labels {
  readonly node?: string | undefined;
  readonly channel?: string | undefined;
  readonly client?: string | undefined;
  readonly agent?: string | undefined;
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly tool?: string | undefined;
  readonly errorKind?: string | undefined;
}

/** All series: the whole, and one for each value of each dimension. */
export class Dimensions {
  /** Everything, whatever its labels. */
  readonly whole: Series;
  readonly node: DimensionTable;
  readonly channel: DimensionTable;
  readonly client: DimensionTable;
  readonly agent: DimensionTable;
  readonly provider: DimensionTable;
  readonly model: DimensionTable;
  readonly tool: DimensionTable;
  readonly errorKind: DimensionTable;
  readonly models: ModelHandles;

  constructor(log: BucketLog, tally: Tally, limits: Partial<SeriesLimits> = {}) {
    const table = (dimension: Dimension): DimensionTable =>
      new DimensionTable(limitOf(dimension, limits), log, tally);
    this.whole = new Series("", log);
    this.node = table("node");
    this.channel = table("channel");
    this.client = table("client");
    this.agent = table("agent");
    this.provider = table("provider");
    this.model = table("model");
    this.tool = table("tool");
    this.errorKind = table("errorKind");
    this.models = new ModelHandles(this.model);
  }

  /** The series of a value, or of the whole where no dimension is given. */
  find(dimension: Dimension | undefined, value: string | undefined): Series | undefined {
    if (dimension === undefined) return this.whole;
    return isDimension(dimension) ? this[dimension].find(value ?? "") : undefined;
  }

  /** All series there are, the whole included: 500 at most. */
  get count(): number {
    let count = 1;
    for (const dimension of DIMENSIONS) {
      count += this[dimension].size + (this[dimension].overflowed ? 1 : 0);
    }
    return count;
  }
}

/** A limit can be lowered, never raised: the sum of them is what bounds the memory. */
function limitOf(dimension: Dimension, limits: Partial<SeriesLimits>): number {
  const most = SERIES_LIMITS[dimension];
  const asked = limits[dimension] ?? most;
  return asked >= 0 && asked < most ? Math.floor(asked) : most;
}
