import {
  counterMetric,
  gaugeMetric,
  sketchMetric,
  type HistoryGroup,
  type HistoryMetric,
  type HistorySeries,
  type HistorySeriesInput,
} from "@signalbox/api-contract";
import type { MetricsCollector, SeriesPoint } from "@signalbox/metrics";
import {
  shortened,
  type FoundValue,
  type History,
  type RollupsFound,
  type RollupWish,
} from "../history/index.ts";
import { stepsOf } from "./series-steps.ts";

const msPerMinute = 60_000;
const maxGroups = 50;
/** Figures of one answer: what is more would hold the gateway while it is written out. */
const maxFigures = 30_000;

const none = new Float64Array(0);

type Kind = HistorySeries["kind"];

/** A metric over a window, from the file and what is not in it yet. */
export async function storedSeries(
  history: History,
  input: HistorySeriesInput,
): Promise<HistorySeries> {
  const { metric, by, values, quantiles } = input;
  const kind = kindOf(metric);
  const dimension = by ?? "";
  const wish: RollupWish = {
    dimension,
    ...partOf(metric),
    limit: maxGroups,
    ...(kind === "gauge" ? { values: [metric] } : values !== undefined && { values }),
    ...(kind === "sketch" && { quantiles }),
  };
  const figuresEach = kind === "sketch" ? quantiles.length + 3 : kind === "gauge" ? 3 : 1;
  const groups = by === undefined ? 1 : Math.min(maxGroups, values?.length ?? maxGroups);
  const points = Math.max(
    2,
    Math.min(input.maxPoints, Math.floor(maxFigures / groups / figuresEach)),
  );
  const steps = stepsOf(input.from, input.to, points);
  const found = await history.rollups(steps, [wish]);
  const stepMs = steps.stepMinutes * msPerMinute;
  const [{ values: foundValues, more } = { values: [], more: 0 }] = found.wishes;
  return {
    kind,
    stepMs,
    t: Array.from({ length: found.steps }, (_, i) => steps.from * msPerMinute + i * stepMs),
    groups: withAsked(foundValues, input).map((value) => groupOf(kind, value, found)),
    more,
    gaps: [...found.gaps],
  };
}

/** Values that were asked for by name are there, though nothing was counted of them. */
function withAsked(found: readonly FoundValue[], { by, values }: HistorySeriesInput): FoundValue[] {
  const names = by === undefined ? [] : (values ?? []);
  const missing = names.filter((name) => !found.some((value) => value.name === name));
  return [...found, ...missing.map((name) => ({ name, weight: 0, columns: [] }))];
}

function groupOf(
  kind: Kind,
  { name, columns }: FoundValue,
  { known, steps }: RollupsFound,
): HistoryGroup {
  // One loop: of a long answer it runs for thousands of figures, on the main thread.
  const figures = (at: number, ifKnown: number | null): (number | null)[] => {
    const column = columns[at] ?? none;
    const list: (number | null)[] = [];
    for (let step = 0; step < steps; step += 1) {
      const figure = column[step] ?? Number.NaN;
      if (!Number.isNaN(figure)) list.push(figure);
      else list.push(known[step] === 1 ? ifKnown : null);
    }
    return list;
  };
  if (kind === "counter") return { value: name, values: figures(0, 0) };
  if (kind === "gauge") return { value: "", values: figures(0, null), max: figures(1, null) };
  return {
    value: name,
    values: figures(1, null),
    counts: figures(0, 0),
    max: figures(2, null),
    quantiles: columns.slice(3).map((_, at) => figures(3 + at, null)),
  };
}

function partOf(metric: HistoryMetric): Pick<RollupWish, "part" | "counters"> {
  const counter = counterMetric.safeParse(metric);
  if (counter.success) return { part: "counters", counters: [counter.data] };
  const sketch = sketchMetric.safeParse(metric);
  return { part: sketch.success ? sketch.data : "gauges" };
}

function kindOf(metric: HistoryMetric): Kind {
  if (counterMetric.safeParse(metric).success) return "counter";
  return gaugeMetric.safeParse(metric).success ? "gauge" : "sketch";
}

/** The same from memory, in steps finer than a minute. */
export function rememberedSeries(
  collector: MetricsCollector,
  input: HistorySeriesInput,
): HistorySeries {
  const { metric, from, to, by, quantiles, maxPoints } = input;
  const stepMs = Math.max(1_000, (to - from) / maxPoints);
  const names = by === undefined ? [""] : (input.values ?? namesOf(collector, input));
  const read = (value: string) =>
    collector.series({ metric, from, to, stepMs, quantiles, dimension: by, value });
  const all = names.map((value) => ({ value, series: read(value) }));
  const [first] = all;
  const series = first?.series ?? collector.series({ metric, from, to, stepMs });
  return {
    kind: series.kind,
    stepMs: series.stepMs,
    t: series.points.map(({ t }) => t),
    groups: all.map(({ value, series: { kind, points } }) => rememberedGroup(kind, value, points)),
    more: 0,
    gaps: [],
  };
}

function rememberedGroup(kind: Kind, value: string, points: readonly SeriesPoint[]): HistoryGroup {
  const values = points.map((point) => point.value);
  if (kind === "counter") return { value, values };
  // As the stored ones are: where the one goes on with the other there is no seam.
  const told = (figure: number | null | undefined) => (figure == null ? null : shortened(figure));
  const measured = { value, values: values.map(told), max: points.map(({ max }) => told(max)) };
  if (kind === "gauge") return measured;
  const width = points[0]?.quantiles?.length ?? 0;
  return {
    ...measured,
    counts: points.map((point) => point.count ?? null),
    quantiles: Array.from({ length: width }, (_, at) =>
      points.map((point) => told(point.quantiles?.[at])),
    ),
  };
}

/** Those that had most of it since the start. */
function namesOf(collector: MetricsCollector, { by, metric }: HistorySeriesInput): string[] {
  if (by === undefined) return [""];
  const counter = counterMetric.safeParse(metric);
  const weight = counter.success
    ? counter.data
    : metric === "toolDuration"
      ? "toolCalls"
      : "requests";
  return collector
    .totals(by)
    .map((row) => ({ value: row.value, weight: row[weight] + row.modelCalls }))
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, maxGroups)
    .map(({ value }) => value);
}
