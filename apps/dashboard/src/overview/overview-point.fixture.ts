import type { OverviewPoint } from "@signalbox/api-contract";

/** A step in which nothing happened, for tests and made-up traffic. */
export function overviewPoint(more: Partial<OverviewPoint> = {}): OverviewPoint {
  return {
    t: 0,
    messages: 0,
    failed: 0,
    failures: {},
    inFlight: 0,
    waiting: 0,
    oldestWaitMs: 0,
    overdue: 0,
    ttft: {},
    gap: {},
    costUsd: 0,
    unpriced: 0,
    modelCalls: 0,
    outputTokens: 0,
    ...more,
  };
}
