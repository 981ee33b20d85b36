import type { RequestRow, SpanDetail, SystemEvent } from "@signalbox/api-contract";
import type { Fact, RecordedMessage, RequestRecord } from "../recorder/index.ts";
import type { Totals } from "./messages.ts";
import { minuteLevel } from "./rollup-level.ts";
import type { Rollup } from "./rollup-codec.ts";
import { namesOf, type Field } from "./sql-value.ts";

export interface RequestSource {
  readonly record: RequestRecord;
  readonly row: RequestRow;
}

export const requestFields: readonly Field<RequestSource>[] = [
  ["seq", ({ record }) => record.seq],
  ["ended_seq", ({ record }) => record.endedSeq],
  ["id", ({ row }) => row.id],
  ["session_id", ({ row }) => row.sessionId],
  ["lane", ({ row }) => row.lane],
  ["lane_label", ({ row }) => row.laneLabel],
  ["one_shot", ({ row }) => Number(row.oneShot)],
  ["channel", ({ row }) => row.channel],
  ["client", ({ row }) => row.client],
  ["client_id", ({ row }) => row.clientId],
  ["agent", ({ row }) => row.agent],
  ["provider", ({ row }) => row.provider],
  ["model", ({ row }) => row.model],
  ["started_at", ({ row }) => whole(row.startedAt)],
  ["ended_at", ({ row }) => whole(row.endedAt)],
  ["duration_ms", ({ row }) => row.durationMs],
  ["outcome", ({ row }) => row.outcome],
  ["error_kind", ({ row }) => row.errorKind],
  ["error_message", ({ row }) => row.errorMessage],
  ["input_tokens", ({ row }) => row.inputTokens],
  ["output_tokens", ({ row }) => row.outputTokens],
  ["usage_source", ({ row }) => row.usageSource],
  ["ttft", ({ row }) => row.ttft],
  ["tokens_per_sec", ({ row }) => row.tokensPerSec],
  ["cost_usd", ({ row }) => row.costUsd],
  ["model_calls", ({ row }) => row.modelCalls],
  ["attempts", ({ row }) => row.attempts],
  ["practice", ({ row }) => Number(row.practice)],
  ["route", ({ record }) => record.accepted.route],
  ["gateway_ms", ({ record }) => record.gatewayMs],
  ["asked_provider", ({ record }) => record.accepted.provider],
  ["asked_model", ({ record }) => record.accepted.model],
];

export interface SpanSource {
  readonly record: RequestRecord;
  readonly span: SpanDetail;
  /** When its end counted as a model call's; null where it did not, or not yet. */
  readonly countedAt: number | null;
}

export const spanFields: readonly Field<SpanSource>[] = [
  ["request_seq", ({ record }) => record.seq],
  ["id", ({ span }) => span.id],
  ["kind", ({ span }) => span.kind],
  ["name", ({ span }) => span.name],
  ["started_at", ({ span }) => whole(span.startedAt)],
  ["first_token_at", ({ span }) => whole(span.firstTokenAt)],
  ["ended_at", ({ span }) => whole(span.endedAt)],
  ["counted_at", ({ countedAt }) => whole(countedAt)],
  ["status", ({ span }) => span.status],
  ["error_kind", ({ span }) => span.errorKind],
  ["waits_for", ({ span }) => span.waitsFor],
  ["model_call", ({ span }) => span.modelCall],
  ["attempt", ({ span }) => span.attempt],
  ["provider", ({ span }) => span.provider],
  ["model", ({ span }) => span.model],
  ["http_status", ({ span }) => span.httpStatus],
  ["error_message", ({ span }) => span.errorMessage],
  ["retry_after_ms", ({ span }) => span.retryAfterMs],
  ["ttft", ({ span }) => span.ttft],
  ["gap", ({ span }) => span.gap],
  ["input_tokens", ({ span }) => span.inputTokens],
  ["output_tokens", ({ span }) => span.outputTokens],
  ["cached_tokens", ({ span }) => span.cachedTokens],
  ["reasoning_tokens", ({ span }) => span.reasoningTokens],
  ["tokens_per_sec", ({ span }) => span.tokensPerSec],
  ["usage_source", ({ span }) => span.usageSource],
  ["cost_usd", ({ span }) => span.costUsd],
  ["finish_reason", ({ span }) => span.finishReason],
  // What was said, under `history.content: none`, stays in memory alone.
  ["input", ({ record, span }) => (record.keepsContent ? span.input : null)],
  ["output", ({ record, span }) => (record.keepsContent ? span.output : null)],
  ["input_bytes", ({ span }) => span.inputBytes],
  ["output_bytes", ({ span }) => span.outputBytes],
];

export interface TextSource {
  readonly requestSeq: number;
  /** Its place among the request's messages; the body comes before them. */
  readonly n: number;
  readonly message: Omit<RecordedMessage, "role"> & { readonly role: string };
}

export const bodyRole = "body";

export const textFields: readonly Field<TextSource>[] = [
  ["request_seq", ({ requestSeq }) => requestSeq],
  ["n", ({ n }) => n],
  ["role", ({ message }) => message.role],
  ["text", ({ message }) => message.text],
  ["truncated_bytes", ({ message }) => message.truncatedBytes],
  ["at", ({ message }) => whole(message.at)],
];

export interface EventSource {
  readonly seq: number;
  readonly event: Omit<SystemEvent, "id">;
  /** As JSON. */
  readonly context: string | null;
}

export const eventFields: readonly Field<EventSource>[] = [
  ["seq", ({ seq }) => seq],
  ["at", ({ event }) => whole(event.timestamp)],
  ["level", ({ event }) => event.level],
  ["source", ({ event }) => event.source],
  ["message", ({ event }) => event.message],
  ["context", ({ context }) => context],
  ["request_id", ({ event }) => event.requestId ?? null],
  ["session_id", ({ event }) => event.sessionId ?? null],
];

export interface FirstTokenSource {
  readonly firstTokenAt: number | null;
  readonly requestSeq: number;
  readonly id: string;
}

/** Of a span that is in the file: its other figures come with its end. */
export const firstTokenFields: readonly Field<FirstTokenSource>[] = [
  ["first_token_at", ({ firstTokenAt }) => whole(firstTokenAt)],
  ["request_seq", ({ requestSeq }) => requestSeq],
  ["id", ({ id }) => id],
];

export interface WaitSource {
  readonly requestSeq: number;
  readonly at: number;
  readonly waitsFor: string;
}

export const waitFields: readonly Field<WaitSource>[] = [
  ["request_seq", ({ requestSeq }) => requestSeq],
  ["at", ({ at }) => whole(at)],
  ["waits_for", ({ waitsFor }) => waitsFor],
];

export interface FailureSource {
  readonly seq: number;
  readonly at: number;
  readonly errorKind: string;
  readonly message: string;
  readonly record: RequestRecord;
  readonly tool: string | null;
}

/** Its fingerprint is found by who writes it. */
export const failureFields: readonly Field<FailureSource>[] = [
  ["seq", ({ seq }) => seq],
  ["at", ({ at }) => whole(at)],
  ["request_seq", ({ record }) => record.seq],
  ["error_kind", ({ errorKind }) => errorKind],
  ["message", ({ message }) => message],
  ["request_id", ({ record }) => record.accepted.id],
  ["lane_label", ({ record }) => record.accepted.laneLabel],
  ["channel", ({ record }) => record.accepted.channel],
  ["client", ({ record }) => record.accepted.client],
  ["agent", ({ record }) => record.accepted.agent],
  ["provider", ({ record, tool }) => (tool === null ? record.provider : null)],
  ["model", ({ record, tool }) => (tool === null ? record.model : null)],
  ["tool", ({ tool }) => tool],
];

export interface ChangeSource {
  readonly seq: number;
  readonly at: number;
  readonly kind: "breaker" | "component" | "config" | "lane";
  readonly subject: string;
  readonly state: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export const changeFields: readonly Field<ChangeSource>[] = [
  ["seq", ({ seq }) => seq],
  ["at", ({ at }) => whole(at)],
  ["kind", ({ kind }) => kind],
  ["subject", ({ subject }) => subject],
  ["state", ({ state }) => state],
  ["detail", ({ detail }) => JSON.stringify(detail)],
];

export interface SampleSource {
  readonly at: number;
  readonly gauges: Extract<Fact, { type: "gauges" }>;
  readonly totals: Totals;
}

export const sampleFields: readonly Field<SampleSource>[] = [
  ["at", ({ at }) => whole(at)],
  ["in_flight", ({ gauges }) => gauges.inFlight],
  ["queue_depth", ({ gauges }) => gauges.queueDepth],
  ["oldest_wait_ms", ({ gauges }) => gauges.oldestWaitMs],
  ["overdue", ({ gauges }) => gauges.overdue],
  ["slots_used", ({ gauges }) => gauges.slotsUsed],
  ["slots_total", ({ gauges }) => gauges.slotsTotal],
  ["messages", ({ totals }) => totals.messages],
  ["errors", ({ totals }) => totals.errors],
  ["model_calls", ({ totals }) => totals.modelCalls],
];

export interface RollupSource {
  /** Epoch minutes. */
  readonly minute: number;
  readonly rollup: Rollup;
}

export const rollupFields: readonly Field<RollupSource>[] = [
  ["level", () => minuteLevel],
  ["dimension", ({ rollup }) => rollup.dimension],
  ["part", ({ rollup }) => rollup.part],
  ["minute", ({ minute }) => minute],
  ["data", ({ rollup }) => rollup.data],
];

/** The columns, beside `boot` and what the writer finds by itself, of each kind of row. */
export const columns = {
  requests: namesOf(requestFields),
  spans: namesOf(spanFields),
  firstTokens: namesOf(firstTokenFields),
  waits: namesOf(waitFields),
  texts: namesOf(textFields),
  events: namesOf(eventFields),
  failures: namesOf(failureFields),
  changes: namesOf(changeFields),
  samples: namesOf(sampleFields),
  rollups: namesOf(rollupFields),
} as const;

export type RowKind = keyof typeof columns;

function whole<T extends number | null>(at: T): number | T {
  return at === null ? at : Math.round(at);
}
