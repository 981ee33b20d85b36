import type { OverviewPoint, OverviewSeries, Quantiles } from "@signalbox/api-contract";
import type { Dimension, MetricsCollector, SeriesPoint } from "@signalbox/metrics";

interface Window {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

/** The Overview's charts over a window. Steps in which the gateway did not run are left out. */
export function overviewSeries(collector: MetricsCollector, window: Window): OverviewSeries {
  const read = (metric: string, dimension?: Dimension, value?: string) =>
    collector.series({ metric, ...window, dimension, value });
  const messages = read("messages");
  const columns = {
    failed: byTime(read("failures").points),
    inFlight: byTime(read("inFlight").points),
    waiting: byTime(read("queueDepth").points),
    oldestWaitMs: byTime(read("oldestWaitMs").points),
    overdue: byTime(read("overdue").points),
    costUsd: byTime(read("costUsd").points),
    unpriced: byTime(read("unpriced").points),
    modelCalls: byTime(read("modelCalls").points),
    outputTokens: byTime(read("outputTokens").points),
  };
  const points = new Map<number, OverviewPoint>();
  for (const { t, value } of messages.points) {
    if (value === null) continue;
    const at = (column: Map<number, SeriesPoint>): number => column.get(t)?.value ?? 0;
    points.set(t, {
      t,
      messages: value,
      failed: at(columns.failed),
      failures: {},
      inFlight: columns.inFlight.get(t)?.last ?? 0,
      waiting: columns.waiting.get(t)?.last ?? 0,
      oldestWaitMs: columns.oldestWaitMs.get(t)?.max ?? 0,
      overdue: columns.overdue.get(t)?.last ?? 0,
      ttft: {},
      gap: {},
      costUsd: at(columns.costUsd),
      unpriced: at(columns.unpriced),
      modelCalls: at(columns.modelCalls),
      outputTokens: at(columns.outputTokens),
    });
  }
  for (const { value: kind, failures } of collector.totals("errorKind")) {
    if (failures === 0) continue;
    for (const { t, value } of read("failures", "errorKind", kind).points) {
      const point = points.get(t);
      if (point !== undefined && (value ?? 0) > 0) point.failures[kind] = value ?? 0;
    }
  }
  for (const { value: model, modelCalls } of collector.totals("model")) {
    if (modelCalls === 0) continue;
    for (const point of read("ttft", "model", model).points) {
      const quantiles = known(point.quantiles);
      const target = points.get(point.t);
      if (quantiles !== null && target !== undefined) target.ttft[model] = quantiles;
    }
    for (const point of read("gap", "model", model).points) {
      const quantiles = known(point.quantiles);
      const target = points.get(point.t);
      if (quantiles !== null && target !== undefined) target.gap[model] = quantiles[1];
    }
  }
  return { stepMs: messages.stepMs, points: [...points.values()] };
}

function byTime(points: readonly SeriesPoint[]): Map<number, SeriesPoint> {
  return new Map(points.map((point) => [point.t, point]));
}

/** Null where there was no observation. */
function known(quantiles: readonly (number | null)[] | undefined): Quantiles | null {
  const [p50, p95, p99] = quantiles ?? [];
  if (typeof p50 !== "number" || typeof p95 !== "number" || typeof p99 !== "number") return null;
  return [p50, p95, p99];
}
