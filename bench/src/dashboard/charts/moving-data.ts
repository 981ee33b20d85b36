/** A page of charts: so many, of so many points, of so many series each. */
export const size = { charts: 20, points: 600, series: 2 } as const;
/** Of each plot, in CSS pixels. */
export const plot = { width: 276, height: 180 } as const;

/** One chart's figures: times in epoch milliseconds, and a list of values for each series. */
export interface MovingData {
  readonly name: string;
  readonly t: number[];
  readonly values: number[][];
}

const stepMs = 1_000;
const startedAt = 1_767_225_600_000;
/** Then it begins again: more than a measurement takes. */
const mostUpdates = 480;
const length = size.points + mostUpdates;

// Made before anything is measured: an update then costs a slice.
const times = Array.from({ length }, (_, i) => startedAt + i * stepMs);
const charts = Array.from({ length: size.charts }, (_, chart) =>
  Array.from({ length: size.series }, (_, series) =>
    Array.from({ length }, (_, i) => valueAt(chart, series, i)),
  ),
);

/** The charts' figures after so many updates: each moves every point by one, and adds one. */
export function dataAfter(updates: number): MovingData[] {
  const from = updates % mostUpdates;
  const until = from + size.points;
  return charts.map((lists, chart) => ({
    name: `Chart ${chart + 1}`,
    t: times.slice(from, until),
    values: lists.map((list) => list.slice(from, until)),
  }));
}

/** A wave with some noise on it, the same each time. */
function valueAt(chart: number, series: number, i: number): number {
  const noise = Math.abs(Math.sin((chart + 1) * 12.9898 + series * 78.233 + i * 37.719)) % 0.25;
  return 300 + 100 * series + 120 * (Math.sin(i / (20 + chart)) + noise);
}
