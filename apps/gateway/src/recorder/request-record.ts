import type {
  ErrorKind,
  Outcome,
  Phase,
  RequestRow,
  Span,
  SpanDetail,
  UsageSource,
} from "@signalbox/api-contract";
import type { AcceptedRequest, AttemptEnd, AttemptProgress, MessageRole } from "./fact.ts";

/** A timed part of a request, while it runs and after. */
export interface SpanRecord {
  readonly id: string;
  readonly kind: Span["kind"];
  readonly name: string;
  readonly startedAt: number;
  readonly startedMono: number;
  firstTokenAt: number | null;
  endedAt: number | null;
  /** Attempts: when its end counted as that of its model call; null where another attempt followed. */
  countedAt: number | null;
  status: Span["status"];
  errorKind: ErrorKind | null;
  waitsFor: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly modelCall: number | null;
  readonly attempt: number | null;
  progress: AttemptProgress | null;
  end: AttemptEnd | null;
  /** Backoffs: what the provider asked for. */
  readonly retryAfterMs: number | null;
  readonly input: string | null;
  output: string | null;
  outputBytes: number | null;
  errorMessage: string | null;
}

interface SpanBeginning extends Partial<
  Pick<
    SpanRecord,
    | "waitsFor"
    | "provider"
    | "model"
    | "modelCall"
    | "attempt"
    | "progress"
    | "retryAfterMs"
    | "input"
  >
> {
  readonly id: string;
  readonly kind: Span["kind"];
  readonly name: string;
  readonly at: number;
  readonly mono: number;
}

export function newSpan(beginning: SpanBeginning): SpanRecord {
  return {
    id: beginning.id,
    kind: beginning.kind,
    name: beginning.name,
    startedAt: beginning.at,
    startedMono: beginning.mono,
    firstTokenAt: null,
    endedAt: null,
    countedAt: null,
    status: "running",
    errorKind: null,
    waitsFor: beginning.waitsFor ?? null,
    provider: beginning.provider ?? null,
    model: beginning.model ?? null,
    modelCall: beginning.modelCall ?? null,
    attempt: beginning.attempt ?? null,
    progress: beginning.progress ?? null,
    end: null,
    retryAfterMs: beginning.retryAfterMs ?? null,
    input: beginning.input ?? null,
    output: null,
    outputBytes: null,
    errorMessage: null,
  };
}

/** Tool calls in a row, each with the tool and the input of the one before. */
export interface SameCalls {
  readonly tool: string;
  /** Of the whole input, of which a span keeps the beginning at most. */
  readonly inputHash: string;
  readonly times: number;
  /** When the first of them began. */
  readonly since: number;
}

/** Of each text that a request brought or got, in UTF-16 units: a thousand requests are kept. */
export const maxKeptText = 32 * 1024;

export interface RecordedMessage {
  readonly role: MessageRole;
  readonly text: string;
  /** What of it was not kept. */
  readonly truncatedBytes: number;
  readonly at: number;
}

/**
 * What an attempt came to in the place of its progress, which holds its reader and all that this one
 * knows: a record is kept for long after.
 */
export function sealProgress({ keepsContent }: RequestRecord, span: SpanRecord): void {
  if (span.progress === null) return;
  const { outputTokens, lastTokenMono } = span.progress;
  span.progress = sealed(outputTokens, lastTokenMono, keepsContent ? span.progress.text() : "");
}

/** Apart, so that what it answers with sees two numbers and a text and nothing else. */
function sealed(outputTokens: number, lastTokenMono: number | null, text: string): AttemptProgress {
  return Object.freeze({ outputTokens, lastTokenMono, text: () => text });
}

/** Everything that is known of one request. Only the request log writes it. */
export interface RequestRecord {
  /** The fact of its acceptance: with the boot's id, the one name of it that nobody else chose. */
  readonly seq: number;
  /** The fact of its end; null before. Requests end in this order. */
  endedSeq: number | null;
  readonly accepted: AcceptedRequest;
  /** What was said is kept, and not only how it went. */
  readonly keepsContent: boolean;
  readonly startedAt: number;
  readonly startedMono: number;
  state: RequestRow["state"];
  phase: Phase;
  phaseDetail: string;
  phaseSince: number;
  phaseMono: number;
  provider: string | null;
  model: string | null;
  endedAt: number | null;
  durationMs: number | null;
  outcome: Outcome | null;
  errorKind: ErrorKind | null;
  errorMessage: string | null;
  tool: string | null;
  inputTokens: number | null;
  /** Of the attempts that ended; the running one's are in its progress. */
  endedOutputTokens: number;
  usageSource: UsageSource;
  ttft: number | null;
  tokensPerSec: number | null;
  costUsd: number | null;
  unpriced: boolean;
  modelCalls: number;
  attempts: number;
  gatewayMs: number | null;
  readonly spans: SpanRecord[];
  /** The tool calls that it ends with so far; null before the first. */
  sameCalls: SameCalls | null;
  messages: RecordedMessage[];
  running: SpanRecord | null;
  /** The wait before its next attempt. */
  waiting: SpanRecord | null;
}

export function outputTokensOf(record: RequestRecord): number {
  return record.endedOutputTokens + (record.running?.progress?.outputTokens ?? 0);
}

/** Of the attempt that runs: so long before now as the clock that never jumps says. */
function lastTokenAt({ running }: RequestRecord, { now, mono }: RowContext): number | null {
  const lastMono = running?.progress?.lastTokenMono ?? null;
  return lastMono === null ? null : Math.round(now - (mono - lastMono));
}

/** What a row says beside the record itself. */
export interface RowContext {
  readonly now: number;
  readonly mono: number;
  readonly overdue: boolean;
  readonly blockedBy: string | null;
}

export function toRow(record: RequestRecord, context: RowContext): RequestRow {
  const { mono, overdue, blockedBy } = context;
  const { accepted } = record;
  const ended = record.state === "ended";
  return {
    id: accepted.id,
    sessionId: accepted.sessionId,
    lane: accepted.lane,
    laneLabel: accepted.laneLabel,
    oneShot: accepted.oneShot,
    channel: accepted.channel,
    client: accepted.client,
    clientId: accepted.clientId,
    agent: accepted.agent,
    provider: record.provider,
    model: record.model,
    state: record.state,
    phase: ended ? null : record.phase,
    phaseDetail: ended ? null : record.phaseDetail,
    phaseSince: ended ? null : record.phaseSince,
    startedAt: record.startedAt,
    durationMs: record.durationMs ?? mono - record.startedMono,
    endedAt: record.endedAt,
    outcome: record.outcome,
    errorKind: record.errorKind,
    errorMessage: record.errorMessage,
    tool: record.tool,
    inputTokens: record.inputTokens,
    outputTokens: outputTokensOf(record),
    usageSource: record.usageSource,
    lastTokenAt: ended ? null : lastTokenAt(record, context),
    ttft: record.ttft,
    tokensPerSec: record.tokensPerSec,
    costUsd: record.unpriced ? null : record.costUsd,
    modelCalls: record.modelCalls,
    attempts: record.attempts,
    blockedBy,
    overdue,
    practice: accepted.practice,
  };
}

export function toSpan(record: RequestRecord, span: SpanRecord): Span {
  return {
    id: span.id,
    requestId: record.accepted.id,
    lane: record.accepted.lane,
    kind: span.kind,
    name: span.name,
    startedAt: span.startedAt,
    firstTokenAt: span.firstTokenAt,
    endedAt: span.endedAt,
    status: span.status,
    errorKind: span.errorKind,
    waitsFor: span.waitsFor,
    modelCall: span.modelCall,
    attempt: span.attempt,
  };
}

export function toSpanDetail(record: RequestRecord, span: SpanRecord): SpanDetail {
  const { end, progress } = span;
  const said = progress === null ? span.output : progress.text();
  const output = record.keepsContent ? said : null;
  return {
    ...toSpan(record, span),
    provider: span.provider,
    model: span.model,
    httpStatus: end?.httpStatus ?? null,
    errorMessage: span.errorMessage,
    retryAfterMs: end?.retryAfterMs ?? span.retryAfterMs,
    ttft: end?.ttftMs ?? ttftSoFar(span),
    gap: end?.gapMs ?? null,
    inputTokens: end?.usage.inputTokens ?? null,
    outputTokens: end?.usage.outputTokens ?? progress?.outputTokens ?? null,
    cachedTokens: end?.usage.cachedTokens ?? null,
    reasoningTokens: end?.usage.reasoningTokens ?? null,
    tokensPerSec: end?.tokensPerSec ?? null,
    usageSource: end?.usage.source ?? "unknown",
    costUsd: end?.costUsd ?? null,
    finishReason: end?.finishReason ?? null,
    input: span.input,
    output,
    inputBytes: span.input === null ? null : Buffer.byteLength(span.input),
    outputBytes: span.outputBytes ?? (output === null ? null : Buffer.byteLength(output)),
  };
}

function ttftSoFar(span: SpanRecord): number | null {
  return span.firstTokenAt === null ? null : span.firstTokenAt - span.startedAt;
}
