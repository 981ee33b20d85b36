import { allModels, type ModelRow, type RequestRow } from "@signalbox/api-contract";
import type { FoundBreakdown, History, PastChange } from "../history/index.ts";
import type { Obstacle } from "./model-states.ts";
import { nameOf } from "../upstream/index.ts";
import { knownCost } from "./known-cost.ts";

const msPerMinute = 60_000;
const failingRate = 0.2;
const failingCalls = 3;
const sketches = ["ttft", "latency", "gap", "tokensPerSec"] as const;

/** What each model came to in a window of whole minutes that ends at a moment. */
export function countedModels(
  history: History,
  { at, windowMs }: { readonly at: number; readonly windowMs: number },
): Promise<readonly FoundBreakdown[]> {
  // The minute that holds the moment tells of what came after it too.
  const to = Math.floor(at / msPerMinute) * msPerMinute - 1;
  return history.breakdown("model", { from: to - windowMs + 1, to }, sketches);
}

/** Every model that was called in a window that ends at a moment, as it stood then. */
export function pastModels(
  values: readonly FoundBreakdown[],
  at: number,
  options: {
    readonly changes: readonly PastChange[];
    readonly inFlight: ReadonlyMap<string, number>;
    readonly isPractice: (provider: string) => boolean;
  },
): ModelRow[] {
  const counted = new Map(values.map((value) => [value.value, value]));
  const names = new Set([...counted.keys(), ...options.inFlight.keys()]);
  for (const { name } of pastObstacles(options.changes, at)) names.add(name);
  return Array.from(names, (name) => rowOf(name, counted.get(name), at, options)).toSorted(
    byTrouble,
  );
}

function rowOf(
  name: string,
  found: FoundBreakdown | undefined,
  at: number,
  {
    changes,
    inFlight,
    isPractice,
  }: {
    readonly changes: readonly PastChange[];
    readonly inFlight: ReadonlyMap<string, number>;
    readonly isPractice: (provider: string) => boolean;
  },
): ModelRow {
  const slash = name.indexOf("/");
  const provider = slash === -1 ? name : name.slice(0, slash);
  const { modelCalls: calls = 0, modelFailures: failed = 0 } = found?.counters ?? {};
  const isFailing = failed >= failingCalls && failed / calls >= failingRate;
  const all = `${provider}/${allModels}`;
  const obstacle = pastObstacles(changes, at).find((one) => one.name === name || one.name === all);
  const { ttft, latency, gap, tokensPerSec } = found?.sketches ?? {};
  return {
    provider,
    model: name.slice(slash + 1),
    state: obstacle?.state ?? (calls === 0 ? "unknown" : isFailing ? "failing" : "ok"),
    stateReason: obstacle?.reason ?? (isFailing ? `${failed} of ${calls} calls failed` : null),
    stateSince: obstacle?.since ?? null,
    stateUntil: obstacle?.until ?? null,
    throttledUntil: null,
    calls,
    failed,
    failureRate: calls === 0 ? null : failed / calls,
    failuresByKind: {},
    recovered: found?.counters.recovered ?? 0,
    finishReasons: {},
    ttftP50: ttft?.p50 ?? null,
    ttftP95: ttft?.p95 ?? null,
    latencyP50: latency?.p50 ?? null,
    latencyP95: latency?.p95 ?? null,
    latencyP99: latency?.p99 ?? null,
    gapP95: gap?.p95 ?? null,
    tokensPerSec: tokensPerSec?.p50 ?? null,
    inputTokens: found?.counters.inputTokens ?? 0,
    outputTokens: found?.counters.outputTokens ?? 0,
    ...knownCost(found?.counters),
    inFlight: inFlight.get(name) ?? 0,
    lastSuccessAt: null,
    quota: null,
    keyFrom: null,
    configured: false,
    practice: isPractice(provider),
  };
}

/** Of requests at their model then. */
export function inFlightByModel(requests: readonly RequestRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { phase, provider, model } of requests) {
    if (phase !== "model" || provider === null || model === null) continue;
    const key = `${provider}/${model}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The same by the names that a sentence has them by: `openai · gpt-5.1`, or `openai` for all of it. */
export function namedObstacles(changes: readonly PastChange[], at: number): Obstacle[] {
  return pastObstacles(changes, at).map(({ name, state, reason, since, until }) => {
    const slash = name.indexOf("/");
    const model = name.slice(slash + 1);
    const scope = { provider: name.slice(0, slash), model: model === allModels ? null : model };
    return { name: nameOf(scope), state, reason, since, until };
  });
}

/** What was not called then: an open breaker ends with its start of the gateway, a pause outlasts it. */
function pastObstacles(changes: readonly PastChange[], at: number): Obstacle[] {
  return changes.flatMap(({ kind, subject, state, at: since, isOfBoot, detail }): Obstacle[] => {
    if (kind !== "breaker") return [];
    if (state !== "open" && state !== "half-open" && state !== "paused") return [];
    const until = typeof detail["until"] === "number" ? detail["until"] : null;
    if (!isOfBoot && state !== "paused") return [];
    if (state === "paused" && until !== null && until <= at) return [];
    const reason = typeof detail["reason"] === "string" ? detail["reason"] : "";
    return [{ name: subject, state, reason, since, until }];
  });
}

function byTrouble(a: ModelRow, b: ModelRow): number {
  return (
    (b.failureRate ?? 0) - (a.failureRate ?? 0) ||
    (b.ttftP95 ?? 0) - (a.ttftP95 ?? 0) ||
    b.calls - a.calls
  );
}
