import type { ModelRow } from "@signalbox/api-contract";

/** A model that is well, for tests: what matters to one is named there. */
export function modelRow(fields: Partial<ModelRow> = {}): ModelRow {
  return {
    provider: "p",
    model: "m",
    state: "ok",
    stateReason: null,
    stateSince: null,
    stateUntil: null,
    throttledUntil: null,
    recovered: 0,
    finishReasons: {},
    quota: null,
    keyFrom: null,
    configured: true,
    calls: 100,
    failed: 0,
    failureRate: 0,
    failuresByKind: {},
    ttftP50: 100,
    ttftP95: 200,
    latencyP50: 1,
    latencyP95: 1,
    latencyP99: 1,
    gapP95: 10,
    tokensPerSec: 50,
    inputTokens: 1,
    outputTokens: 1,
    costUsd: null,
    unpriced: 0,
    inFlight: 0,
    lastSuccessAt: null,
    practice: false,
    ...fields,
  };
}
