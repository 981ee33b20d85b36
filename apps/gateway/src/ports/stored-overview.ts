import type {
  OverviewInput,
  OverviewPoint,
  OverviewSeries,
  Quantiles,
} from "@signalbox/api-contract";
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
  const counter = (name: (typeof counted)[number]) => columnOf(whole?.[0], counted.indexOf(name));
  const gauge = (name: string, column: number) =>
    columnOf(
      gauges?.find((one) => one.name === name),
      column,
    );
  const columns = {
    messages: counter("messages"),
    failed: counter("failures"),
    inFlight: gauge("inFlight", lastColumn),
    waiting: gauge("queueDepth", lastColumn),
    oldestWaitMs: gauge("oldestWaitMs", maxColumn),
    overdue: gauge("overdue", lastColumn),
    costUsd: counter("costUsd"),
    unpriced: counter("unpriced"),
    modelCalls: counter("modelCalls"),
    outputTokens: counter("outputTokens"),
  };
  const stepMs = steps.stepMinutes * msPerMinute;
  const points: OverviewPoint[] = [];
  for (let step = 0; step < found.steps; step += 1) {
    if (found.known[step] !== 1) continue;
    points.push({
      t: steps.from * msPerMinute + step * stepMs,
      messages: columns.messages[step] || 0,
      failed: columns.failed[step] || 0,
      failures: failuresAt(kinds, step),
      inFlight: columns.inFlight[step] || 0,
      waiting: columns.waiting[step] || 0,
      oldestWaitMs: columns.oldestWaitMs[step] || 0,
      overdue: columns.overdue[step] || 0,
      ttft: quantilesAt(ttft, step),
      gap: slowestAt(gap, step),
      costUsd: columns.costUsd[step] || 0,
      unpriced: columns.unpriced[step] || 0,
      modelCalls: columns.modelCalls[step] || 0,
      outputTokens: columns.outputTokens[step] || 0,
    });
  }
  return { stepMs, points };
}

/** A gauge's columns are its mean, its largest and its last. */
const maxColumn = 1;
const lastColumn = 2;
/** A sketch's are its count, its mean and its largest, and then the quantiles that were asked for. */
const firstQuantile = 3;
const none = new Float64Array(0);

/** A figure for each step: NaN where there is none. This is run for each figure of a long answer, on the main thread. */
function columnOf(value: FoundValue | undefined, column: number): Float64Array {
  return value?.columns[column] ?? none;
}

function failuresAt(kinds: readonly FoundValue[] = [], step: number): Record<string, number> {
  const failures: [string, number][] = [];
  for (const kind of kinds) {
    const count = columnOf(kind, 0)[step] || 0;
    if (count > 0) failures.push([kind.name, count]);
  }
  return Object.fromEntries(failures);
}

function quantilesAt(models: readonly FoundValue[] = [], step: number): Record<string, Quantiles> {
  const quantiles: [string, Quantiles][] = [];
  for (const model of models) {
    const p50 = columnOf(model, firstQuantile)[step] ?? Number.NaN;
    const p95 = columnOf(model, firstQuantile + 1)[step] ?? Number.NaN;
    const p99 = columnOf(model, firstQuantile + 2)[step] ?? Number.NaN;
    if (!Number.isNaN(p50 + p95 + p99)) quantiles.push([model.name, [p50, p95, p99]]);
  }
  return Object.fromEntries(quantiles);
}

function slowestAt(models: readonly FoundValue[] = [], step: number): Record<string, number> {
  const slowest: [string, number][] = [];
  for (const model of models) {
    const p95 = columnOf(model, firstQuantile)[step] ?? Number.NaN;
    if (!Number.isNaN(p95)) slowest.push([model.name, p95]);
  }
  return Object.fromEntries(slowest);
}
