import { beginningOf } from "../beginning-of.ts";
import type { Fact } from "./fact.ts";
import { enterPhase } from "./apply-request.ts";
import { maxKeptText, newSpan, type RequestRecord, type SpanRecord } from "./request-record.ts";

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

function startAttempt(
  record: RequestRecord,
  fact: Extract<Fact, { type: "attempt.started" }>,
  at: number,
  mono: number,
): void {
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
  record.modelCalls = fact.modelCall;
  record.attempts += 1;
  record.ttft = null;
  enterPhase(record, "model", "waiting", at, mono);
}

function endAttempt(
  record: RequestRecord,
  span: SpanRecord,
  { end }: Extract<Fact, { type: "attempt.ended" }>,
  at: number,
): void {
  const { usage } = end;
  span.endedAt = at;
  span.end = end;
  span.status = end.ok ? "ok" : end.errorKind === "cancelled" ? "cancelled" : "failed";
  span.errorKind = end.errorKind;
  span.errorMessage = end.errorMessage;
  if (record.running === span) record.running = null;
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
