import { allModels, type ModelRow } from "@signalbox/api-contract";
import type { BreakdownRow, MetricsCollector, ModelCall } from "@signalbox/metrics";
import type { Config } from "../config/index.ts";
import type { RequestLog } from "../recorder/index.ts";
import type { Gates } from "../upstream/index.ts";
import { configuredModels } from "./configured-models.ts";
import { obstacleOf, stateOf } from "./model-states.ts";
import { knownCost } from "./known-cost.ts";

/** From here on a model counts as failing: some of its calls, and more than a few. */
const failingRate = 0.2;
const failingCalls = 3;

export interface ModelRowsOptions {
  readonly collector: MetricsCollector;
  readonly log: RequestLog;
  readonly gates: Gates;
  readonly config: () => Config;
  readonly isPractice: (provider: string) => boolean;
}

export interface ModelRowsWish {
  readonly windowMs: number;
  /** Of models that the config names and that nothing can be said of yet, at most so many. */
  readonly maxQuiet: number;
}

interface Name {
  readonly provider: string;
  readonly model: string;
}

/** What was counted of a model in the window; null where nothing was. */
type Counted = BreakdownRow | null;

/** Every model that was called in the window, that is not called now, or that the config names: the worst first. */
export function modelRows(options: ModelRowsOptions, wish: ModelRowsWish): ModelRow[] {
  const { collector, log } = options;
  const counts = new Map<string, Counted>();
  const inFlight = countInFlight(log);
  for (const row of collector.breakdown("model", wish.windowMs / 60_000)) {
    if (row.modelCalls + row.recovered > 0 || inFlight.has(row.value)) counts.set(row.value, row);
  }
  for (const key of inFlight.keys()) if (!counts.has(key)) counts.set(key, null);
  for (const key of notCalled(options)) if (!counts.has(key)) counts.set(key, null);
  const configured = new Set<string>();
  let quiet = 0;
  for (const key of configuredModels(options.config())) {
    configured.add(key);
    if (counts.has(key) || quiet === wish.maxQuiet) continue;
    quiet += 1;
    counts.set(key, null);
  }
  for (const provider of providersWithoutRows(options, counts)) {
    counts.set(`${provider}/${allModels}`, null);
  }
  const recent = collector.getModelMetrics();
  return Array.from(counts, ([key, row]) => ({
    ...figures(row, recent, nameOf(key)),
    ...standing(options, row, nameOf(key)),
    inFlight: inFlight.get(key) ?? 0,
    configured: configured.has(key),
  })).sort(byTrouble);
}

function nameOf(key: string): Name {
  const slash = key.indexOf("/");
  return {
    provider: slash === -1 ? key : key.slice(0, slash),
    model: key.slice(slash + 1),
  };
}

function* notCalled({ gates }: ModelRowsOptions): Iterable<string> {
  for (const gate of gates.models()) {
    if (obstacleOf(gate, gates) === null && gate.throttledUntil === null) continue;
    yield `${gate.scope.provider}/${gate.scope.model}`;
  }
}

/** A provider that is not called shows, even where none of its models does. */
function providersWithoutRows(
  { gates }: ModelRowsOptions,
  counts: ReadonlyMap<string, Counted>,
): string[] {
  const shown = new Set(Array.from(counts.keys(), (key) => nameOf(key).provider));
  return Array.from(gates.providers())
    .filter((gate) => obstacleOf(gate, gates) !== null && !shown.has(gate.scope.provider))
    .map(({ scope }) => scope.provider);
}

/** What the gateway makes of it: whether it is called, with whose key, within what limits. */
function standing(
  { gates, config, isPractice }: ModelRowsOptions,
  row: Counted,
  { provider, model }: Name,
) {
  const { state, stateReason, ...held } = stateOf(
    gates.findProvider(provider),
    gates.find(provider, model),
    gates,
  );
  const { modelCalls = 0, modelFailures = 0 } = row ?? {};
  const isFailing = modelFailures >= failingCalls && modelFailures / modelCalls >= failingRate;
  const seen = modelCalls === 0 ? "unknown" : isFailing ? "failing" : "ok";
  return {
    ...held,
    state: state ?? seen,
    stateReason:
      stateReason ?? (isFailing ? `${modelFailures} of ${modelCalls} calls failed` : null),
    keyFrom: config().providers.get(provider)?.keyFrom ?? null,
    practice: isPractice(provider),
  } as const;
}

function figures(row: Counted, recent: readonly ModelCall[], { provider, model }: Name) {
  const calls = recent.filter((call) => call.provider === provider && call.model === model);
  const { modelCalls = 0, modelFailures = 0 } = row ?? {};
  return {
    provider,
    model,
    calls: modelCalls,
    failed: modelFailures,
    failureRate: modelCalls === 0 ? null : modelFailures / modelCalls,
    failuresByKind: countBy(calls, ({ errorKind }) => errorKind),
    recovered: row?.recovered ?? 0,
    finishReasons: countBy(calls, ({ error, finishReason }) =>
      error === undefined ? finishReason : undefined,
    ),
    ttftP50: row?.ttft?.p50 ?? null,
    ttftP95: row?.ttft?.p95 ?? null,
    latencyP50: row?.latency?.p50 ?? null,
    latencyP95: row?.latency?.p95 ?? null,
    latencyP99: row?.latency?.p99 ?? null,
    gapP95: row?.gap?.p95 ?? null,
    tokensPerSec: row?.tokensPerSec?.p50 ?? null,
    inputTokens: row?.inputTokens ?? 0,
    outputTokens: row?.outputTokens ?? 0,
    ...knownCost(row),
    lastSuccessAt: calls.findLast(({ error }) => error === undefined)?.timestamp ?? null,
  };
}

function countBy(
  calls: readonly ModelCall[],
  of: (call: ModelCall) => string | undefined,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const call of calls) {
    const value = of(call);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
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

/** What is not called before what fails, what fails before what is slow, and that before what is quiet. */
function byTrouble(a: ModelRow, b: ModelRow): number {
  return (
    rank(b) - rank(a) ||
    (b.failureRate ?? 0) - (a.failureRate ?? 0) ||
    (b.ttftP95 ?? 0) - (a.ttftP95 ?? 0) ||
    b.calls - a.calls
  );
}

function rank({ state }: ModelRow): number {
  if (state === "open" || state === "half-open") return 2;
  return state === "paused" ? 1 : 0;
}
