import type { OverviewPoint, OverviewSeries } from "@signalbox/api-contract";

/** A stretch of the series with a place for every step: a gap is null, never zero. */
export interface Period {
  readonly stepMs: number;
  /** Start of each step. */
  readonly t: readonly number[];
  readonly points: readonly (OverviewPoint | null)[];
}

/** `steps` steps that end before `end`, each a point or a gap. */
function periodBefore(series: OverviewSeries, end: number, steps: number): Period {
  const { stepMs, points } = series;
  const byStart = new Map(points.map((point) => [point.t, point]));
  const t = Array.from({ length: steps }, (_, i) => end - (steps - i) * stepMs);
  return { stepMs, t, points: t.map((start) => byStart.get(start) ?? null) };
}

/** The last `steps` closed steps, and as many before them. */
export function latestPeriods(series: OverviewSeries, steps: number, isLastOpen: boolean) {
  const last = series.points.at(-1);
  // One that is still open would look like a fall.
  const end = last === undefined ? 0 : last.t + (isLastOpen ? 0 : series.stepMs);
  return {
    now: periodBefore(series, end, steps),
    before: periodBefore(series, end - steps * series.stepMs, steps),
  };
}

/**
 * The steps that were over at a past moment, and as many before them. The one that holds the moment would
 * look like a fall, or tell what came later. A gap up to the moment is a gap: nothing earlier takes its place.
 */
export function periodsUntil(series: OverviewSeries, at: number, steps: number) {
  const { stepMs, points } = series;
  const phase = (points[0]?.t ?? 0) % stepMs;
  const end = Math.floor((at - phase) / stepMs) * stepMs + phase;
  return {
    now: periodBefore(series, end, steps),
    before: periodBefore(series, end - steps * stepMs, steps),
  };
}

export function known({ points }: Period): OverviewPoint[] {
  return points.filter((point) => point !== null);
}

export function sum(period: Period, pick: (point: OverviewPoint) => number): number {
  return known(period).reduce((total, point) => total + pick(point), 0);
}

/** Over the steps that are known; null where none is. */
export function mean(period: Period, pick: (point: OverviewPoint) => number): number | null {
  const count = known(period).length;
  return count === 0 ? null : sum(period, pick) / count;
}

/** Whether enough of it is known to compare with: a fifth of the steps. */
export function isComparable(period: Period): boolean {
  return known(period).length >= period.points.length / 5;
}

/** What one step in twenty goes beyond: a short bad spell in a long window counts. */
export function highStep(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? null;
}

/** A model that nobody called for a while says nothing new: its last figure holds this many steps. */
const holdsForSteps = 6;

/** One figure of each step; carried over steps without a call, and null where the gateway did not run. */
export function figures(
  { points }: Period,
  pick: (point: OverviewPoint) => number | undefined,
): (number | null)[] {
  let last: number | null = null;
  let age = 0;
  return points.map((point) => {
    const value = point === null ? undefined : pick(point);
    age = value === undefined ? age + 1 : 0;
    if (value !== undefined) last = value;
    else if (point === null || age > holdsForSteps) last = null;
    return last;
  });
}
