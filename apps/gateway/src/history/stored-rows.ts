import type {
  LaneRequest,
  Message,
  RequestRow,
  SpanDetail,
  SystemEvent,
} from "@signalbox/api-contract";
import { numberOrNull, textOrNull } from "../state/operation.ts";

type Row = Record<string, unknown>;

/** A request as a row of the contract. What is only known while it runs is not told. */
export function requestOf(row: Row): RequestRow {
  const hasEnded = row["ended_seq"] !== null;
  return {
    id: text(row["id"]),
    sessionId: text(row["session_id"]),
    lane: text(row["lane"]),
    laneLabel: text(row["lane_label"]),
    oneShot: row["one_shot"] === 1,
    channel: text(row["channel"]),
    client: text(row["client"]),
    clientId: text(row["client_id"]),
    agent: textOrNull(row["agent"]),
    provider: textOrNull(row["provider"]),
    model: textOrNull(row["model"]),
    state: hasEnded ? "ended" : "running",
    phase: null,
    phaseDetail: null,
    phaseSince: null,
    startedAt: number(row["started_at"]),
    durationMs: number(row["duration_ms"]),
    endedAt: numberOrNull(row["ended_at"]),
    // Only words of the contract are ever written here, and in the columns like it below.
    outcome: row["outcome"] as RequestRow["outcome"],
    errorKind: row["error_kind"] as RequestRow["errorKind"],
    errorMessage: textOrNull(row["error_message"]),
    tool: null,
    inputTokens: numberOrNull(row["input_tokens"]),
    outputTokens: number(row["output_tokens"]),
    usageSource: row["usage_source"] as RequestRow["usageSource"],
    lastTokenAt: null,
    ttft: numberOrNull(row["ttft"]),
    tokensPerSec: numberOrNull(row["tokens_per_sec"]),
    costUsd: numberOrNull(row["cost_usd"]),
    modelCalls: number(row["model_calls"]),
    attempts: number(row["attempts"]),
    blockedBy: null,
    overdue: false,
    practice: row["practice"] === 1,
  };
}

/** What a lane tells of a request in it; a request of an earlier start may have been left open. */
export function lanePictureRow(row: Row): Omit<LaneRequest, "spans"> {
  return {
    id: text(row["id"]),
    lane: text(row["lane"]),
    laneLabel: text(row["lane_label"]),
    oneShot: row["one_shot"] === 1,
    client: text(row["client"]),
    practice: row["practice"] === 1,
    startedAt: number(row["started_at"]),
    endedAt: numberOrNull(row["ended_at"]),
    // Only words of the contract are ever written here.
    outcome: row["outcome"] as LaneRequest["outcome"],
    errorKind: row["error_kind"] as LaneRequest["errorKind"],
  };
}

export function spanOf(row: Row, request: Pick<RequestRow, "id" | "lane">): SpanDetail {
  return {
    id: text(row["id"]),
    requestId: request.id,
    lane: request.lane,
    // Only words of the contract are ever written here, and in the columns like it below.
    kind: row["kind"] as SpanDetail["kind"],
    name: text(row["name"]),
    startedAt: number(row["started_at"]),
    firstTokenAt: numberOrNull(row["first_token_at"]),
    endedAt: numberOrNull(row["ended_at"]),
    status: row["status"] as SpanDetail["status"],
    errorKind: row["error_kind"] as SpanDetail["errorKind"],
    waitsFor: textOrNull(row["waits_for"]),
    modelCall: numberOrNull(row["model_call"]),
    attempt: numberOrNull(row["attempt"]),
    provider: textOrNull(row["provider"]),
    model: textOrNull(row["model"]),
    httpStatus: numberOrNull(row["http_status"]),
    errorMessage: textOrNull(row["error_message"]),
    retryAfterMs: numberOrNull(row["retry_after_ms"]),
    ttft: numberOrNull(row["ttft"]),
    gap: numberOrNull(row["gap"]),
    inputTokens: numberOrNull(row["input_tokens"]),
    outputTokens: numberOrNull(row["output_tokens"]),
    cachedTokens: numberOrNull(row["cached_tokens"]),
    reasoningTokens: numberOrNull(row["reasoning_tokens"]),
    tokensPerSec: numberOrNull(row["tokens_per_sec"]),
    usageSource: row["usage_source"] as SpanDetail["usageSource"],
    costUsd: numberOrNull(row["cost_usd"]),
    finishReason: textOrNull(row["finish_reason"]),
    input: textOrNull(row["input"]),
    output: textOrNull(row["output"]),
    inputBytes: numberOrNull(row["input_bytes"]),
    outputBytes: numberOrNull(row["output_bytes"]),
  };
}

export function messageOf(row: Row, requestId: string): Message {
  return {
    // Only roles of the contract are ever written here, but for the body's, which is no message.
    role: row["role"] as Message["role"],
    text: text(row["text"]),
    at: number(row["at"]),
    requestId,
    tool: null,
    truncatedBytes: number(row["truncated_bytes"]),
  };
}

export function eventOf(row: Row): SystemEvent {
  const context = textOrNull(row["context"]);
  const requestId = textOrNull(row["request_id"]);
  const sessionId = textOrNull(row["session_id"]);
  return {
    id: `${text(row["boot_id"])}:${number(row["seq"])}`,
    timestamp: number(row["at"]),
    // Only levels of the contract are ever written here.
    level: row["level"] as SystemEvent["level"],
    source: text(row["source"]),
    message: text(row["message"]),
    // It was written from such a record.
    ...(context !== null && { context: JSON.parse(context) as Record<string, unknown> }),
    ...(requestId !== null && { requestId }),
    ...(sessionId !== null && { sessionId }),
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
