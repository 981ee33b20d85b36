import { highest, stacked, usualStep } from "./chart-data.ts";
import type { ChartData } from "./chart-data.ts";
import type { ChartDot, ChartMark, ChartSeries, ChartSpan } from "./chart-series.ts";

/** Everything that one chart draws. */
export interface ChartContent {
  readonly series: readonly ChartSeries[];
  readonly data: ChartData;
  /** Values of the period before, at the same places: by the key of their series, `total` of stacked bars. */
  readonly before?: Readonly<Record<string, readonly (number | null)[]>>;
  readonly marks?: readonly ChartMark[];
  readonly spans?: readonly ChartSpan[];
  readonly dots?: readonly ChartDot[];
}

export const totalKey = "total";

/** What was long ago may take this much more room than what is now: beyond, it is cut. */
const roomForBefore = 1.5;

/** The values as they are drawn, each stacked bar on those before it. */
export function drawnValues({ series, data }: ChartContent): ChartData["values"] {
  const bars = series.flatMap((one, i) => (one.kind === "bar" ? [i] : []));
  if (bars.length === 0) return data.values;
  const sums = stacked(bars.map((i) => data.values[i] ?? []));
  return data.values.map((list, i) => (bars.includes(i) ? (sums[bars.indexOf(i)] ?? []) : list));
}

/** What the value axis has to reach. */
export function mostOf(drawn: ChartData["values"], { before, dots }: ChartContent): number {
  const dotted = (dots ?? []).flatMap(({ value }) => value ?? []);
  const now = Math.max(highest(drawn), ...dotted);
  const then = highest(Object.values(before ?? {}));
  return now > 0 ? Math.max(now, Math.min(then, now * roomForBefore)) : then;
}

export function isEmpty({ data, dots }: ChartContent): boolean {
  if ((dots?.length ?? 0) > 0) return false;
  return data.values.every((list) => list.every((value) => value === null));
}

/** So many steps further, a chart has gone on; more is another view of it. */
const stepsOfGoingOn = 4;

/** Whether it is what was shown before a moment later, and no other view. */
export function goesOn(before: ChartContent, after: ChartContent): boolean {
  const [a, b] = [before.data.t, after.data.t];
  const [from, to] = [a[0], b[0]];
  if (from === undefined || to === undefined || a.length !== b.length) return false;
  if (!haveSameSeries(before, after)) return false;
  const step = usualStep(a);
  return to >= from && to - from <= stepsOfGoingOn * step && usualStep(b) === step;
}

function haveSameSeries({ series: a }: ChartContent, { series: b }: ChartContent): boolean {
  return a.length === b.length && a.every(({ key }, i) => key === b[i]?.key);
}

/** The place of the point nearest to a time; −1 where there is none. */
export function nearestIndex(times: readonly number[], t: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < t) low = middle + 1;
    else high = middle;
  }
  const before = times[low - 1];
  const after = times[low];
  if (after === undefined) return -1;
  return before !== undefined && t - before < after - t ? low - 1 : low;
}
