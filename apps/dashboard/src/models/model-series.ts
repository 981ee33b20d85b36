import type { HistorySeries } from "@signalbox/api-contract";
import { totalKey, type ChartContent, type ChartSeries } from "../charts/index.ts";

/** What the charts of one model are made of, over its window and the one before it. */
export const modelMetrics = [
  "modelCalls",
  "modelFailures",
  "ttft",
  "latency",
  "gap",
  "tokensPerSec",
  "costUsd",
] as const;
type ModelMetric = (typeof modelMetrics)[number];
export type ModelSeries = Readonly<Record<ModelMetric, HistorySeries>>;

export interface ModelWindow {
  /** How many of the last steps are shown; those before them are for comparison. */
  readonly steps: number;
  /** The last step is not over, and would look like a fall. */
  readonly isLastOpen: boolean;
}

type Values = readonly (number | null)[];

interface Columns {
  readonly t: readonly number[];
  readonly now: readonly Values[];
  /** Null where too little is known of it. */
  readonly before: readonly Values[] | null;
}

const percentiles = [
  { key: "p50", color: "q1" },
  { key: "p95", color: "q2" },
  { key: "p99", color: "q3" },
] as const;
const hourMs = 3_600_000;

/** Calls a second that ended well, and on them those that failed. */
export function callsChart(series: ModelSeries, window: ModelWindow): ChartContent {
  const { modelCalls, modelFailures } = series;
  const perSecond = 1_000 / modelCalls.stepMs;
  const [calls, failed] = [valuesOf(modelCalls), valuesOf(modelFailures)];
  const well = calls.map((count, i) =>
    count === null ? null : Math.max(0, count - (failed[i] ?? 0)) * perSecond,
  );
  const bad = failed.map((count) => (count === null ? null : count * perSecond));
  const all = calls.map((count) => (count === null ? null : count * perSecond));
  const { t, now, before } = cut(modelCalls, [well, bad, all], window);
  const [nowWell = [], nowBad = []] = now;
  return {
    series: [
      { key: "failed", label: "failed", color: "bad", kind: "bar" },
      { key: "ok", label: "ended well", color: "q2", kind: "bar" },
    ],
    data: { t, values: [nowBad, nowWell] },
    ...(before?.[2] !== undefined && { before: { [totalKey]: before[2] } }),
  };
}

/** p50, p95 and p99 of a sketch; the thin line is the p95 of the window before. */
export function quantilesChart(series: HistorySeries, window: ModelWindow): ChartContent {
  const quantiles = series.groups[0]?.quantiles ?? [];
  const { t, now, before } = cut(
    series,
    percentiles.map((_, i) => quantiles[i] ?? unknown(series)),
    window,
  );
  return {
    series: percentiles.map(({ key, color }) => ({ key, label: key, color, kind: "line" })),
    data: { t, values: now },
    ...(before?.[1] !== undefined && { before: { p95: before[1] } }),
  };
}

/** The median speed of its answers. */
export function speedChart(series: HistorySeries, window: ModelWindow): ChartContent {
  return lineChart(series, series.groups[0]?.quantiles?.[0] ?? unknown(series), window, {
    key: "p50",
    label: "tokens/s of a call, p50",
    color: "q2",
    kind: "line",
  });
}

/** Dollars an hour, where they are known. */
export function costChart(series: HistorySeries, window: ModelWindow): ChartContent {
  const perHour = hourMs / series.stepMs;
  const values = valuesOf(series).map((usd) => (usd === null ? null : usd * perHour));
  return lineChart(series, values, window, {
    key: "cost",
    label: "dollars an hour",
    color: "q2",
    kind: "line",
  });
}

function lineChart(
  series: HistorySeries,
  values: Values,
  window: ModelWindow,
  line: ChartSeries,
): ChartContent {
  const { t, now, before } = cut(series, [values], window);
  return {
    series: [line],
    data: { t, values: now },
    ...(before?.[0] !== undefined && { before: { [line.key]: before[0] } }),
  };
}

/** The last steps and as many before them. */
function cut(
  { t }: HistorySeries,
  columns: readonly Values[],
  { steps, isLastOpen }: ModelWindow,
): Columns {
  const end = t.length - (isLastOpen ? 1 : 0);
  const start = Math.max(0, end - steps);
  const length = end - start;
  const before = columns.map((values) => {
    const cutOut = values.slice(Math.max(0, start - length), start);
    return [...Array<null>(length - cutOut.length).fill(null), ...cutOut];
  });
  const isKnown = before.some(
    (values) => values.filter((value) => value !== null).length >= length / 5,
  );
  return {
    t: t.slice(start, end),
    now: columns.map((values) => values.slice(start, end)),
    before: isKnown && length > 0 ? before : null,
  };
}

function valuesOf(series: HistorySeries): Values {
  return series.groups[0]?.values ?? unknown(series);
}

function unknown({ t }: HistorySeries): Values {
  return t.map(() => null);
}
