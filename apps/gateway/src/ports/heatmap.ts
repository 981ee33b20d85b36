import type { Heatmap, HeatmapInput } from "@signalbox/api-contract";
import { bandFrom, BANDS, type BandRange, type MetricsCollector } from "@signalbox/metrics";
import type { History } from "../history/index.ts";
import { stepsOf } from "./series-steps.ts";

const msPerMinute = 60_000;
/** Below and beyond, all counts in the outermost band: a sixteenth of a millisecond, and 4.7 hours. */
export const heatmapBands: BandRange = rangeBetween(1 / 16, 2 ** 24);
const bands = heatmapBands;
/** A single band would be a line, not a picture: an octave at least. */
const leastBands = 3;

type Counts = readonly (Float64Array | null)[];

/** From what is in memory, in steps finer than a minute. */
export function rememberedHeatmap(collector: MetricsCollector, input: HeatmapInput): Heatmap {
  const { metric, from, to, columns } = input;
  const { points, stepMs } = collector.series({
    metric,
    from,
    to,
    // Neither edge need be at a step's beginning.
    stepMs: Math.max(1_000, (to - from) / (columns - 1)),
    dimension: "model",
    value: valueOf(input),
    quantiles: [],
    bands,
  });
  const counts = points.map(({ count, bands: found }) => {
    if (count == null) return null;
    return found ?? new Float64Array(bands.count);
  });
  return { stepMs, t: points.map(({ t }) => t), ...trimmed(counts), gaps: [] };
}

/** From the file, and what is not in it yet: merged from the sketches of minutes or hours. */
export async function storedHeatmap(history: History, input: HeatmapInput): Promise<Heatmap> {
  const steps = stepsOf(input.from, input.to, input.columns);
  const values = [valueOf(input)];
  const found = await history.rollups(steps, [
    { dimension: "model", part: input.metric, values, quantiles: [], bands, limit: 1 },
  ]);
  const columns = found.wishes[0]?.values[0]?.columns.slice(3) ?? [];
  const counts = Array.from({ length: found.steps }, (_, step) => {
    if (found.known[step] !== 1) return null;
    return Float64Array.from({ length: bands.count }, (__, band) => {
      return columns[band]?.[step] || 0;
    });
  });
  const stepMs = steps.stepMinutes * msPerMinute;
  const t = counts.map((_, step) => steps.from * msPerMinute + step * stepMs);
  return { stepMs, t, ...trimmed(counts), gaps: [...found.gaps] };
}

/** Only the bands that anything is in, and those between. */
function trimmed(counts: Counts): Pick<Heatmap, "bounds" | "counts"> {
  let first = bands.count;
  let last = -1;
  for (const column of counts) {
    for (const [band, count] of column?.entries() ?? []) {
      if (count === 0) continue;
      first = Math.min(first, band);
      last = Math.max(last, band);
    }
  }
  if (last === -1) return { bounds: [], counts: counts.map((column) => (column ? [] : null)) };
  const spare = Math.max(0, leastBands - (last - first + 1));
  first = Math.max(0, first - Math.ceil(spare / 2));
  last = Math.min(bands.count - 1, Math.max(last, first + leastBands - 1));
  return {
    bounds: Array.from({ length: last - first + 2 }, (_, at) => boundOf(first + at)),
    counts: counts.map((column) =>
      column === null ? null : Array.from(column.subarray(first, last + 1)),
    ),
  };
}

/** The outermost bands have no bound but nothing and everything. */
function boundOf(band: number): number {
  if (band === 0) return 0;
  return bandFrom(bands.first + band);
}

function rangeBetween(from: number, to: number): BandRange {
  const all = Array.from({ length: BANDS }, (_, band) => band);
  const first = all.findIndex((band) => bandFrom(band) >= from);
  const end = all.findIndex((band) => bandFrom(band) >= to);
  return { first, count: end - first };
}

function valueOf({ provider, model }: HeatmapInput): string {
  return `${provider}/${model}`;
}
