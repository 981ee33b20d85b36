import { hash } from "node:crypto";
import { beginningOf } from "../beginning-of.ts";
import type { Fact } from "./fact.ts";
import { enterPhase } from "./apply-request.ts";
import {
  maxKeptText,
  newSpan,
  sealProgress,
  type RequestRecord,
  type SameCalls,
  type SpanRecord,
} from "./request-record.ts";

/** A run that goes on and on pushes its oldest spans out; the totals have counted them. */
const maxSpansPerRequest = 500;

type AttemptFact = Extract<Fact, { type: `attempt.${string}` }>;
type ToolFact = Extract<Fact, { type: `tool.${string}` }>;

export function applyAttempt(
  record: RequestRecord,
  fact: AttemptFact,
  at: number,
  mono: number,
): void {
  if (fact.type === "attempt.backoff" || fact.type === "attempt.held") {
    wait(record, fact, at, mono);
    return;
  }
  if (fact.type === "attempt.abandoned") {
    endWait(record, at);
    countLast(record, fact.modelCall, at);
    return;
  }
  if (fact.type === "attempt.started") {
    startAttempt(record, fact, at, mono);
    return;
  }
  const span = findSpan(record, fact.spanId);
  if (span === undefined) return;
  if (fact.type === "attempt.firstToken") {
    span.firstTokenAt = at;
    record.ttft = mono - span.startedMono;
    enterPhase(record, "model", "streaming", at, mono);
    return;
  }
  endAttempt(record, span, fact, at);
}

/** A wait before an attempt: for the provider, for its breaker, or for an operator's word. */
function wait(
  record: RequestRecord,
  fact: Extract<Fact, { type: "attempt.backoff" | "attempt.held" }>,
  at: number,
  mono: number,
): void {
  endWait(record, at);
  const { spanId: id, provider, model, modelCall } = fact;
  const common = { id, at, mono, provider, model, modelCall };
  const span =
    fact.type === "attempt.backoff"
      ? newSpan({
          ...common,
          kind: "backoff",
          name: model,
          attempt: fact.attempt,
          retryAfterMs: fact.retryAfterMs,
        })
      : newSpan({ ...common, kind: "queue", name: model, waitsFor: fact.waitsFor });
  addSpan(record, span);
  record.waiting = span;
  record.provider = provider;
  record.model = model;
  enterPhase(record, "queued", waitOf(fact), at, mono);
}

function waitOf(fact: Extract<Fact, { type: "attempt.backoff" | "attempt.held" }>): string {
  if (fact.type === "attempt.held") return fact.waitsFor;
  return fact.retryAfterMs === null ? "backoff" : "throttled";
}

function endWait(record: RequestRecord, at: number): void {
  if (record.waiting === null) return;
  record.waiting.endedAt = at;
  record.waiting.status = "ok";
  record.waiting = null;
}

/** Its last attempt turned out to be the one that counts. */
function countLast({ spans }: RequestRecord, modelCall: number, at: number): void {
  const last = spans.findLast((span) => span.kind === "attempt" && span.modelCall === modelCall);
  if (last !== undefined && last.end !== null) last.countedAt ??= at;
}

function startAttempt(
  record: RequestRecord,
  fact: Extract<Fact, { type: "attempt.started" }>,
  at: number,
  mono: number,
): void {
  endWait(record, at);
  const span = newSpan({
    id: fact.spanId,
    kind: "attempt",
    name: fact.model,
    at,
    mono,
    provider: fact.provider,
    model: fact.model,
    modelCall: fact.modelCall,
    attempt: fact.attempt,
    progress: fact.progress,
  });
  const queue = record.spans[0];
  if (record.attempts === 0 && queue !== undefined) {
    record.gatewayMs = at - (queue.endedAt ?? record.startedAt);
  }
  addSpan(record, span);
  record.running = span;
  record.provider = fact.provider;
  record.model = fact.model;
  record.modelCalls = fact.modelCall ?? record.modelCalls;
  record.attempts += 1;
  record.ttft = null;
  enterPhase(record, "model", "waiting", at, mono);
}

function endAttempt(
  record: RequestRecord,
  span: SpanRecord,
  { end, final }: Extract<Fact, { type: "attempt.ended" }>,
  at: number,
): void {
  const { usage } = end;
  span.endedAt = at;
  if (final && span.modelCall !== null) span.countedAt = at;
  span.end = end;
  span.status = end.ok ? "ok" : end.errorKind === "cancelled" ? "cancelled" : "failed";
  span.errorKind = end.errorKind;
  span.errorMessage = end.errorMessage;
  if (record.running === span) record.running = null;
  sealProgress(record, span);
  if (usage.inputTokens !== null) {
    record.inputTokens = (record.inputTokens ?? 0) + usage.inputTokens;
  }
  record.endedOutputTokens += usage.outputTokens ?? span.progress?.outputTokens ?? 0;
  record.usageSource = usage.source;
  record.tokensPerSec = end.tokensPerSec;
  if (end.costUsd === null) record.unpriced ||= end.ok;
  else record.costUsd = (record.costUsd ?? 0) + end.costUsd;
}

export function applyTool(record: RequestRecord, fact: ToolFact, at: number, mono: number): void {
  if (fact.type === "tool.started") {
    addSpan(
      record,
      newSpan({
        id: fact.spanId,
        kind: "tool",
        name: fact.tool,
        at,
        mono,
        input: record.keepsContent ? beginningOf(fact.input, maxKeptText) : null,
      }),
    );
    record.tool = fact.tool;
    record.sameCalls = withCall(record.sameCalls, fact, at);
    enterPhase(record, "tool", fact.tool, at, mono);
    return;
  }
  const span = findSpan(record, fact.spanId);
  if (span === undefined) return;
  span.endedAt = at;
  span.status = fact.status;
  span.errorKind = errorKindOf(fact.status);
  span.output = record.keepsContent ? beginningOf(fact.output, maxKeptText) : null;
  span.outputBytes = fact.outputBytes;
  span.errorMessage = fact.errorMessage;
  record.tool = runningTool(record);
}

function withCall(
  before: SameCalls | null,
  { tool, input }: Extract<ToolFact, { type: "tool.started" }>,
  at: number,
): SameCalls {
  const inputHash = hash("sha256", input, "base64");
  const isSame = before?.tool === tool && before.inputHash === inputHash;
  if (!isSame) return { tool, inputHash, times: 1, since: at };
  return { ...before, times: before.times + 1 };
}

/** The queue, which is first, stays, and so does what still runs. */
function addSpan({ spans }: RequestRecord, span: SpanRecord): void {
  if (spans.length >= maxSpansPerRequest) {
    const over = spans.findIndex(({ kind, endedAt }) => kind !== "queue" && endedAt !== null);
    spans.splice(Math.max(1, over), 1);
  }
  spans.push(span);
}

function errorKindOf(status: "ok" | "failed" | "cancelled"): SpanRecord["errorKind"] {
  if (status === "cancelled") return "cancelled";
  return status === "failed" ? "tool" : null;
}

function runningTool(record: RequestRecord): string | null {
  const running = record.spans.findLast((span) => span.kind === "tool" && span.endedAt === null);
  return running?.name ?? null;
}

/** The newest ones are asked for, so it looks from the end. */
function findSpan(record: RequestRecord, id: string): SpanRecord | undefined {
  return record.spans.findLast((span) => span.id === id);
}
