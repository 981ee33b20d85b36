import type { ModelRow } from "@signalbox/api-contract";
import type { BreakdownRow, MetricsCollector, ModelCall } from "@signalbox/metrics";
import type { RequestLog } from "../recorder/index.ts";

/** From here on a model counts as failing: some of its calls, and more than a few. */
const failingRate = 0.2;
const failingCalls = 3;

/** Every model that was called in the window, the worst first. */
export function modelRows(
  collector: MetricsCollector,
  log: RequestLog,
  windowMs: number,
  isPractice: (provider: string) => boolean,
): ModelRow[] {
  const recent = collector.getModelMetrics();
  const inFlight = countInFlight(log);
  return collector
    .breakdown("model", windowMs / 60_000)
    .filter(({ value, modelCalls }) => modelCalls > 0 || inFlight.has(value))
    .map((row) => toRow(row, recent, inFlight.get(row.value) ?? 0, isPractice))
    .sort(byTrouble);
}

function toRow(
  row: BreakdownRow,
  recent: readonly ModelCall[],
  inFlight: number,
  isPractice: (provider: string) => boolean,
): ModelRow {
  const slash = row.value.indexOf("/");
  const provider = slash === -1 ? row.value : row.value.slice(0, slash);
  const model = row.value.slice(slash + 1);
  const calls = recent.filter((call) => call.provider === provider && call.model === model);
  const { modelCalls, modelFailures } = row;
  const failureRate = modelCalls === 0 ? null : modelFailures / modelCalls;
  const isFailing = (failureRate ?? 0) >= failingRate && modelFailures >= failingCalls;
  return {
    provider,
    model,
    state: failureRate === null ? "unknown" : isFailing ? "failing" : "ok",
    stateReason: isFailing ? `${modelFailures} of ${modelCalls} calls failed` : null,
    calls: modelCalls,
    failed: modelFailures,
    failureRate,
    failuresByKind: kindsOf(calls),
    ttftP50: row.ttft?.p50 ?? null,
    ttftP95: row.ttft?.p95 ?? null,
    latencyP50: row.latency?.p50 ?? null,
    latencyP95: row.latency?.p95 ?? null,
    latencyP99: row.latency?.p99 ?? null,
    gapP95: row.gap?.p95 ?? null,
    tokensPerSec: row.tokensPerSec?.p50 ?? null,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    costUsd: row.unpriced > 0 ? null : row.costUsd,
    inFlight,
    lastSuccessAt: calls.findLast(({ error }) => error === undefined)?.timestamp ?? null,
    practice: isPractice(provider),
  };
}

function kindsOf(calls: readonly ModelCall[]): Record<string, number> {
  const kinds = new Map<string, number>();
  for (const { errorKind } of calls) {
    if (errorKind !== undefined) kinds.set(errorKind, (kinds.get(errorKind) ?? 0) + 1);
  }
  return Object.fromEntries(kinds);
}

function countInFlight(log: RequestLog): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { provider, model, running } of log.active.values()) {
    if (running === null || provider === null || model === null) continue;
    const key = `${provider}/${model}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function byTrouble(a: ModelRow, b: ModelRow): number {
  return (b.failureRate ?? 0) - (a.failureRate ?? 0) || (b.ttftP95 ?? 0) - (a.ttftP95 ?? 0);
}
