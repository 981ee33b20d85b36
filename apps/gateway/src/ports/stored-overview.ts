import type { OverviewInput, OverviewPoint, OverviewSeries } from "@signalbox/api-contract";
import type { CounterMetric } from "@signalbox/metrics";
import type { FoundValue, History } from "../history/index.ts";
import { stepsOf } from "./series-steps.ts";

const msPerMinute = 60_000;
/** Models and kinds of error that charts tell apart. */
const shown = 40;

const counted = [
  "messages",
  "failures",
  "costUsd",
  "unpriced",
  "modelCalls",
  "outputTokens",
] as const satisfies readonly CounterMetric[];

/** The Overview's charts over a past window, from the file. Steps of which nothing is known are left out. */
export async function storedOverview(
  history: History,
  { from, to, maxPoints }: OverviewInput,
): Promise<OverviewSeries> {
  const steps = stepsOf(from, to, maxPoints);
  const found = await history.rollups(steps, [
    { dimension: "", part: "counters", counters: counted, limit: 1 },
    { dimension: "", part: "gauges", limit: shown },
    { dimension: "errorKind", part: "counters", counters: ["failures"], limit: shown },
    { dimension: "model", part: "ttft", quantiles: [0.5, 0.95, 0.99], limit: shown },
    { dimension: "model", part: "gap", quantiles: [0.95], limit: shown },
  ]);
  const [whole, gauges, kinds, ttft, gap] = found.wishes.map(({ values }) => values);
  const stepMs = steps.stepMinutes * msPerMinute;
  const points: OverviewPoint[] = [];
  for (let step = 0; step < found.steps; step += 1) {
    if (found.known[step] !== 1) continue;
    const counter = (name: (typeof counted)[number]): number =>
      figureAt(whole?.[0], counted.indexOf(name), step) ?? 0;
    const gauge = (name: string, column: number): number =>
      figureAt(
        gauges?.find((one) => one.name === name),
        column,
        step,
      ) ?? 0;
    points.push({
      t: steps.from * msPerMinute + step * stepMs,
      messages: counter("messages"),
      failed: counter("failures"),
      failures: byName(kinds, (value) => figureAt(value, 0, step) || null),
      inFlight: gauge("inFlight", lastColumn),
      waiting: gauge("queueDepth", lastColumn),
      oldestWaitMs: gauge("oldestWaitMs", maxColumn),
      overdue: gauge("overdue", lastColumn),
      ttft: byName(ttft, (value) => {
        const [p50, p95, p99] = [3, 4, 5].map((column) => figureAt(value, column, step));
        if (p50 == null || p95 == null || p99 == null) return null;
        return [p50, p95, p99] as [number, number, number];
      }),
      gap: byName(gap, (value) => figureAt(value, 3, step)),
      costUsd: counter("costUsd"),
      unpriced: counter("unpriced"),
      modelCalls: counter("modelCalls"),
      outputTokens: counter("outputTokens"),
    });
  }
  return { stepMs, points };
}

/** A gauge's columns are its mean, its largest and its last. */
const maxColumn = 1;
const lastColumn = 2;

function figureAt(value: FoundValue | undefined, column: number, step: number): number | null {
  const figure = value?.columns[column]?.[step] ?? Number.NaN;
  return Number.isNaN(figure) ? null : figure;
}

function byName<T>(
  values: readonly FoundValue[] | undefined,
  of: (value: FoundValue) => T | null,
): Record<string, T> {
  const found: [string, T][] = [];
  for (const value of values ?? []) {
    const figure = of(value);
    if (figure !== null) found.push([value.name, figure]);
  }
  return Object.fromEntries(found);
}
