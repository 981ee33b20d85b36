import type { Phase } from "@signalbox/api-contract";
import type { AcceptedRequest, Fact, StampedFact } from "./fact.ts";
import { keptBody } from "./kept-body.ts";
import { newSpan, sealProgress, type RequestRecord } from "./request-record.ts";

type Moment = Omit<StampedFact, "fact">;

/** A request is active from its acceptance on: the queue is its first span. */
export function accept(
  request: AcceptedRequest,
  { seq, at, mono }: Moment,
  keepsContent: boolean,
): RequestRecord {
  return {
    seq,
    endedSeq: null,
    accepted: {
      ...request,
      body: keepsContent && request.body !== null ? keptBody(request.body) : null,
    },
    keepsContent,
    startedAt: at,
    startedMono: mono,
    state: "queued",
    phase: "queued",
    phaseDetail: "lane",
    phaseSince: at,
    phaseMono: mono,
    provider: request.provider,
    model: request.model,
    endedAt: null,
    durationMs: null,
    outcome: null,
    errorKind: null,
    errorMessage: null,
    tool: null,
    inputTokens: null,
    endedOutputTokens: 0,
    usageSource: "unknown",
    ttft: null,
    tokensPerSec: null,
    costUsd: null,
    unpriced: false,
    modelCalls: 0,
    attempts: 0,
    gatewayMs: null,
    spans: [
      newSpan({
        id: `${request.id}.q`,
        kind: "queue",
        name: request.laneLabel,
        at,
        mono,
        waitsFor: "lane",
      }),
    ],
    sameCalls: null,
    messages: [],
    running: null,
    waiting: null,
  };
}

export function enterPhase(
  record: RequestRecord,
  phase: Phase,
  detail: string,
  at: number,
  mono: number,
): void {
  record.phase = phase;
  record.phaseDetail = detail;
  record.phaseSince = at;
  record.phaseMono = mono;
}

export function leaveQueue(record: RequestRecord, at: number): void {
  record.state = "running";
  const queue = record.spans[0];
  if (queue?.kind !== "queue") return;
  queue.endedAt = at;
  queue.status = "ok";
}

export function endRequest(
  record: RequestRecord,
  fact: Extract<Fact, { type: "request.ended" }>,
  { seq, at, mono }: Moment,
): void {
  record.state = "ended";
  record.endedSeq = seq;
  record.endedAt = at;
  record.durationMs = mono - record.startedMono;
  record.outcome = fact.outcome;
  record.errorKind = fact.errorKind;
  record.errorMessage = fact.message;
  record.tool = null;
  record.running = null;
  record.waiting = null;
  for (const span of record.spans) {
    if (span.endedAt !== null) continue;
    sealProgress(record, span);
    span.endedAt = at;
    span.status = fact.outcome === "failed" ? "failed" : "cancelled";
    span.errorKind ??= fact.errorKind;
  }
}
