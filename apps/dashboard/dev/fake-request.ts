import type { RequestRow, Span } from "@signalbox/api-contract";
import type { FakeLane } from "./fake-lanes.ts";

export interface Stage {
  readonly kind: "queue" | "waiting" | "streaming" | "tool";
  readonly ms: number;
}

/** A request that plays a plan of stages as time passes. */
export interface FakeRequest {
  row: RequestRow;
  spans: Span[];
  readonly plan: Stage[];
  readonly fails: boolean;
  stageEndsAt: number;
}

export function planStages(random: () => number, lane: FakeLane, incident: boolean): Stage[] {
  const hit = incident && lane.isHit;
  const stages: Stage[] = [
    { kind: "queue", ms: random() * (hit ? 5_000 : 900) },
    { kind: "waiting", ms: hit ? 3_000 + random() * 4_000 : 300 + random() * 900 },
    { kind: "streaming", ms: 900 + random() * 4_000 },
  ];
  if (lane.agent !== null && random() < 0.5) {
    stages.push(
      { kind: "tool", ms: 400 + random() * 2_000 },
      { kind: "waiting", ms: 300 + random() * 800 },
      { kind: "streaming", ms: 800 + random() * 3_000 },
    );
  }
  return stages;
}

export function acceptedRow(id: string, lane: FakeLane, at: number, practice: boolean): RequestRow {
  return {
    id,
    sessionId: lane.lane,
    lane: lane.lane,
    laneLabel: lane.label,
    oneShot: false,
    channel: lane.channel,
    client: lane.client,
    clientId: `tok_${lane.client}`,
    agent: lane.agent,
    provider: lane.provider,
    model: lane.model,
    state: "queued",
    phase: "queued",
    phaseDetail: "lane",
    phaseSince: at,
    startedAt: at,
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
    modelCalls: 0,
    attempts: 0,
    blockedBy: null,
    overdue: false,
    practice,
  };
}

/** Moves a request into its next stage at `at`; the spans that changed come back. */
export function enterStage(request: FakeRequest, stage: Stage, at: number): Span[] {
  const { row } = request;
  request.stageEndsAt = at + stage.ms;
  const last = request.spans.at(-1);
  if (stage.kind === "streaming" && last !== undefined) {
    request.row = { ...row, phaseDetail: "streaming", phaseSince: at, ttft: at - last.startedAt };
    return replaceLast(request, { ...last, firstTokenAt: at });
  }
  const ended = last === undefined ? [] : endLast(request, at, "ok");
  const isTool = stage.kind === "tool";
  const kinds = { queue: "queue", waiting: "attempt", streaming: "attempt", tool: "tool" } as const;
  const begun: Span = {
    id: `${row.id}/${request.spans.length}`,
    requestId: row.id,
    lane: row.lane,
    kind: kinds[stage.kind],
    name: isTool ? "search_docs" : stage.kind === "queue" ? row.laneLabel : (row.model ?? ""),
    startedAt: at,
    firstTokenAt: null,
    endedAt: null,
    status: "running",
    errorKind: null,
    waitsFor: stage.kind === "queue" ? "lane" : null,
    modelCall: stage.kind === "waiting" ? row.modelCalls + 1 : null,
    attempt: stage.kind === "waiting" ? 1 : null,
  };
  request.spans.push(begun);
  if (stage.kind !== "queue") {
    request.row = {
      ...row,
      state: "running",
      phase: isTool ? "tool" : "model",
      phaseDetail: isTool ? begun.name : "waiting",
      phaseSince: at,
      tool: isTool ? begun.name : null,
      inputTokens: 1_200,
      modelCalls: row.modelCalls + (isTool ? 0 : 1),
      attempts: row.attempts + (isTool ? 0 : 1),
    };
  }
  return [...ended, begun];
}

export function endLast(request: FakeRequest, at: number, status: "ok" | "failed" | "cancelled") {
  const last = request.spans.at(-1);
  if (last === undefined || last.endedAt !== null) return [];
  const errorKind = status === "failed" ? "rate_limit" : null;
  return replaceLast(request, { ...last, endedAt: at, status, errorKind });
}

function replaceLast(request: FakeRequest, span: Span): Span[] {
  request.spans = [...request.spans.slice(0, -1), span];
  return [span];
}
