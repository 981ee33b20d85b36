import type { Phase, RequestRow, Span, SpanDetail } from "@signalbox/api-contract";
import { overdueAfterMs } from "../recorder/overdue.ts";

/** What a request was found to wait for in its queue, and when. */
export interface StoredWait {
  readonly at: number;
  readonly waitsFor: string;
}

/** What of a span tells how its request stood at a moment. */
export interface StoredSpan
  extends
    Span,
    Pick<SpanDetail, "provider" | "model" | "retryAfterMs" | "ttft" | "inputTokens">,
    Pick<SpanDetail, "outputTokens" | "tokensPerSec" | "usageSource" | "costUsd"> {
  /** When it counted as a model call; null where it did not. */
  readonly countedAt: number | null;
}

/** A request with all that is kept of it but for what was said. */
export interface StoredRequest {
  /** Its place in its start's order. */
  readonly seq: number;
  readonly row: RequestRow;
  /** What the client asked for; null where that is not told. */
  readonly asked: { readonly provider: string | null; readonly model: string | null };
  readonly spans: readonly StoredSpan[];
  readonly waits: readonly StoredWait[];
}

/** What of a request tells whose slot it had, beside its row. */
export interface SlotAt {
  /** Who was asked for: where it runs for no agent, the slot is that provider's, whoever answers. */
  readonly provider: string | null;
  /** When it got its slot; null where it had none yet. */
  readonly since: number | null;
}

interface PhaseAt {
  readonly at: number;
  readonly phase: Phase;
  readonly phaseDetail: string;
}

/** The row that a request had at a moment at which it was in flight. What blocked it is told by its lane. */
export function requestAt(stored: StoredRequest, t: number): RequestRow {
  const { row, spans } = stored;
  const begun = spans.filter(({ startedAt }) => startedAt <= t);
  const attempts = begun.filter(({ kind }) => kind === "attempt");
  const over = attempts.filter(({ endedAt }) => endedAt !== null && endedAt <= t);
  const { at: phaseSince, phase, phaseDetail } = phaseAt(stored, t);
  const last = attempts.at(-1);
  const lastOver = over.at(-1);
  const at = begun.findLast(({ provider }) => provider !== null) ?? askedOf(stored);
  const inputs = over.flatMap(({ inputTokens }) => inputTokens ?? []);
  const isUnpriced = over.some(({ status, costUsd }) => status === "ok" && costUsd === null);
  const costs = over.flatMap(({ costUsd }) => costUsd ?? []);
  return {
    ...row,
    state: isQueued(spans, t) ? "queued" : "running",
    phase,
    phaseDetail,
    phaseSince,
    durationMs: t - row.startedAt,
    endedAt: null,
    outcome: null,
    errorKind: null,
    errorMessage: null,
    provider: at.provider,
    model: at.model,
    tool: toolAt(begun, t),
    inputTokens: inputs.length === 0 ? null : sum(inputs),
    outputTokens: sum(over.map(tokensOf)) + tokensSoFar(last, t),
    usageSource: lastOver?.usageSource ?? "unknown",
    lastTokenAt: null,
    ttft: ttftAt(last, t),
    tokensPerSec: lastOver?.tokensPerSec ?? null,
    costUsd: isUnpriced || costs.length === 0 ? null : sum(costs),
    modelCalls: Math.max(0, ...attempts.map(({ modelCall }) => modelCall ?? 0)),
    attempts: attempts.length,
    blockedBy: null,
    overdue: t - phaseSince > overdueAfterMs({ phase, phaseDetail }),
  };
}

/** The slot that it had then, or waited for. */
export function slotAt(stored: StoredRequest, t: number): SlotAt {
  const { spans } = stored;
  const since = isQueued(spans, t) ? null : (spans[0]?.endedAt ?? null);
  return { provider: askedOf(stored).provider, since };
}

/** Before any model was called: the one that was asked for, or that was called first. */
function askedOf({ row, asked, spans }: StoredRequest): Pick<RequestRow, "provider" | "model"> {
  if (asked.provider !== null || asked.model !== null) return asked;
  return spans.find(({ provider }) => provider !== null) ?? row;
}

/** It is queued until it left its queue, or for good where it never did. */
function isQueued([queue]: readonly StoredSpan[], t: number): boolean {
  if (queue === undefined) return true;
  return queue.endedAt === null || queue.endedAt > t || queue.status !== "ok";
}

/** What it entered last by then: each stage tells it by what it begins. */
function phaseAt({ row, spans, waits }: StoredRequest, t: number): PhaseAt {
  const entered: PhaseAt[] = [{ at: row.startedAt, phase: "queued", phaseDetail: "lane" }];
  for (const { at, waitsFor } of waits) {
    entered.push({ at, phase: "queued", phaseDetail: waitsFor });
  }
  for (const [place, span] of spans.entries()) entered.push(...phasesOf(span, place));
  const found = entered.filter(({ at }) => at <= t);
  return found.reduce((a, b) => (b.at >= a.at ? b : a));
}

function phasesOf(span: StoredSpan, place: number): PhaseAt[] {
  const { kind, name, startedAt: at, firstTokenAt, retryAfterMs, waitsFor } = span;
  if (kind === "tool") return [{ at, phase: "tool", phaseDetail: name }];
  if (kind === "attempt") {
    const waiting: PhaseAt = { at, phase: "model", phaseDetail: "waiting" };
    if (firstTokenAt === null) return [waiting];
    return [waiting, { at: firstTokenAt, phase: "model", phaseDetail: "streaming" }];
  }
  if (kind === "backoff") {
    const phaseDetail = retryAfterMs === null ? "backoff" : "throttled";
    return [{ at, phase: "queued", phaseDetail }];
  }
  // The first is the wait in its lane, of which `waits` tells.
  return place === 0 ? [] : [{ at, phase: "queued", phaseDetail: waitsFor ?? "throttled" }];
}

function toolAt(begun: readonly StoredSpan[], t: number): string | null {
  const running = begun.findLast(
    ({ kind, endedAt }) => kind === "tool" && (endedAt === null || endedAt > t),
  );
  return running?.name ?? null;
}

function ttftAt(last: StoredSpan | undefined, t: number): number | null {
  if (last === undefined || last.firstTokenAt === null || last.firstTokenAt > t) return null;
  return last.ttft ?? last.firstTokenAt - last.startedAt;
}

function tokensOf({ outputTokens }: StoredSpan): number {
  return outputTokens ?? 0;
}

/** Of an answer that was on its way: nobody wrote how far it was, so it is taken to have come evenly. */
function tokensSoFar(last: StoredSpan | undefined, t: number): number {
  if (last === undefined || last.firstTokenAt === null || last.firstTokenAt > t) return 0;
  if (last.endedAt === null) return tokensOf(last);
  if (last.endedAt <= t || last.endedAt === last.firstTokenAt) return 0;
  const share = (t - last.firstTokenAt) / (last.endedAt - last.firstTokenAt);
  return Math.floor(tokensOf(last) * share);
}

function sum(figures: readonly number[]): number {
  return figures.reduce((a, b) => a + b, 0);
}
