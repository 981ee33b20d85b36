import type { RequestRow } from "@signalbox/api-contract";
import type { Evidence } from "../evidence.ts";
import type { LookBack } from "../look-back.ts";

export const now = 1_700_000_000_000;

/** Evidence of a gateway that has run for a day and has nothing to tell, but for what a test says. */
export function evidenceOf(told: Partial<Evidence> = {}): Evidence {
  return {
    channels: [],
    kinds: [],
    models: [],
    requests: [],
    repeatedCalls: [],
    components: [],
    obstacles: [],
    lookBack: null,
    heapLimitBytes: null,
    startedAt: now - 86_400_000,
    now,
    ...told,
  };
}

export function lookBackOf(told: Partial<LookBack> = {}): LookBack {
  return {
    heap: [],
    diskFree: [],
    agents: [],
    usual: { hourBefore: null, dayBefore: null },
    ...told,
  };
}

/** One in flight. */
export const row: RequestRow = {
  id: "r",
  sessionId: "s",
  lane: "l",
  laneLabel: "trpc · s",
  oneShot: false,
  channel: "trpc",
  client: "crm",
  clientId: "c",
  agent: null,
  provider: "local",
  model: "swift-1",
  state: "running",
  phase: "model",
  phaseDetail: "waiting",
  phaseSince: now,
  startedAt: now,
  durationMs: 0,
  endedAt: null,
  outcome: null,
  errorKind: null,
  errorMessage: null,
  tool: null,
  inputTokens: null,
  outputTokens: 0,
  usageSource: "unknown",
  lastTokenAt: null,
  ttft: null,
  tokensPerSec: null,
  costUsd: null,
  modelCalls: 1,
  attempts: 1,
  blockedBy: null,
  overdue: false,
  practice: false,
};
