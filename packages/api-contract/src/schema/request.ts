import { z } from "zod";
import { callMetrics } from "./plain-words.ts";
import { backward, isForward } from "./is-forward.ts";
import {
  clientChosenId,
  epochMs,
  errorKind,
  ms,
  outcome,
  phase,
  phaseDetail,
  usageSource,
  usd,
} from "./words.ts";

/** One request as a row: in flight, or finished. */
export const requestRow = z.object({
  id: z.string(),
  sessionId: z.string(),
  /** The lane's key, unique in this gateway; requests of one lane run one after the other. */
  lane: z.string(),
  /** What a person calls the lane: its channel, and its session or client. */
  laneLabel: z.string(),
  /** The client named no session: the lane serves this request alone and is drawn under its client. */
  oneShot: z.boolean(),
  channel: z.string(),
  client: z.string(),
  clientId: z.string(),
  agent: z.string().nullable(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  state: z.enum(["queued", "running", "ended"]),
  phase: phase.nullable(),
  phaseDetail: phaseDetail.nullable(),
  phaseSince: epochMs.nullable(),
  /** When the gateway accepted it. */
  startedAt: epochMs,
  /** Since acceptance: so far, or until it ended. */
  durationMs: ms,
  endedAt: epochMs.nullable(),
  outcome: outcome.nullable(),
  errorKind: errorKind.nullable(),
  errorMessage: z.string().nullable(),
  /** The tool that runs now. */
  tool: z.string().nullable(),
  inputTokens: z.number().nullable(),
  /** So far while it streams. */
  outputTokens: z.number(),
  usageSource,
  /** While it streams: when its latest token came. Null else, and of a past moment, of which nobody wrote it. */
  lastTokenAt: epochMs.nullable(),
  /** Of the latest model call: from sending it to its first token. */
  ttft: ms.nullable(),
  tokensPerSec: z.number().nullable(),
  costUsd: usd,
  modelCalls: z.number(),
  attempts: z.number(),
  /** The request that runs in the lane this one waits for. */
  blockedBy: z.string().nullable(),
  /** Longer in its phase than that phase should take. */
  overdue: z.boolean(),
  /** Served by the practice provider: badged, and kept out of baselines. */
  practice: z.boolean(),
});
export type RequestRow = z.infer<typeof requestRow>;

/** A timed part of a request. */
export const span = z.object({
  id: z.string(),
  requestId: z.string(),
  lane: z.string(),
  kind: z.enum(["queue", "attempt", "backoff", "tool"]),
  /** What a person calls it: the lane, the model, the tool. */
  name: z.string(),
  startedAt: epochMs,
  /** Attempts only. */
  firstTokenAt: epochMs.nullable(),
  endedAt: epochMs.nullable(),
  status: z.enum(["running", "ok", "failed", "cancelled"]),
  errorKind: errorKind.nullable(),
  /** Queue spans: what it waits for. */
  waitsFor: z.string().nullable(),
  /** Attempts and backoffs: which model call of the request, from 1. */
  modelCall: z.number().nullable(),
  /** Attempts and backoffs: which attempt of that model call, from 1. */
  attempt: z.number().nullable(),
});
export type Span = z.infer<typeof span>;

/** What the drawer adds to a span: who was asked, what was said, what it took. All text is capped. */
export const spanDetail = span.extend({
  provider: z.string().nullable(),
  model: z.string().nullable(),
  httpStatus: z.number().nullable(),
  errorMessage: z.string().nullable(),
  retryAfterMs: ms.nullable(),
  ttft: ms.nullable(),
  /** Mean time between two tokens. */
  gap: ms.nullable(),
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  cachedTokens: z.number().nullable(),
  reasoningTokens: z.number().nullable(),
  tokensPerSec: z.number().nullable(),
  usageSource,
  costUsd: usd,
  finishReason: z.string().nullable(),
  /** A tool's input or a model's answer so far. */
  input: z.string().nullable(),
  output: z.string().nullable(),
  inputBytes: z.number().nullable(),
  outputBytes: z.number().nullable(),
});
export type SpanDetail = z.infer<typeof spanDetail>;

/** One message of a conversation, as text. */
export const message = z.object({
  role: z.enum(["system", "user", "assistant", "tool"]),
  text: z.string(),
  at: epochMs.nullable(),
  requestId: z.string().nullable(),
  tool: z.string().nullable(),
  truncatedBytes: z.number(),
});
export type Message = z.infer<typeof message>;

/** Everything known of one request: what the drawer shows. */
export const requestDetail = z.object({
  request: requestRow,
  spans: z.array(spanDetail),
  messages: z.array(message),
  events: z.array(z.lazy(() => eventInDetail)),
  /** Time the gateway itself took before the upstream was asked, queueing apart. */
  gatewayMs: ms.nullable(),
  /** The beginning of the client's request body, without members that are named as secrets; null where content is not kept. */
  body: z.string().nullable(),
  /** The route it came in by, for "copy as curl". */
  route: z.string(),
  /** Of the group that its failure belongs to, see `errors.groups`; null where it did not fail. */
  fingerprint: z.string().nullable(),
});
export type RequestDetail = z.infer<typeof requestDetail>;

const eventInDetail = z.object({
  id: z.string(),
  timestamp: epochMs,
  level: z.enum(["info", "warn", "error"]),
  source: z.string(),
  message: z.string(),
});

/** What of a model call is measured in milliseconds. */
export const callMetric = z.enum(callMetrics);
export type CallMetric = z.infer<typeof callMetric>;

/** Model calls of one provider's model by how long something of them took: at least `minMs`, under `maxMs`. */
export const callFilter = z.strictObject({
  provider: z.string().min(1).max(64),
  model: z.string().min(1).max(256),
  metric: callMetric,
  minMs: ms.min(0),
  maxMs: ms.min(0),
});
export type CallFilter = z.infer<typeof callFilter>;

export const requestListInput = z
  .strictObject({
    limit: z.number().int().min(1).max(500).default(100),
    cursor: z.string().max(200).optional(),
    state: z.enum(["queued", "running", "ended"]).optional(),
    outcome: outcome.optional(),
    channel: z.string().optional(),
    client: z.string().optional(),
    agent: z.string().optional(),
    provider: z.string().optional(),
    model: z.string().optional(),
    tool: z.string().optional(),
    /** Those in which a call of that tool failed, from `from` until `to` where these are given. */
    failedTool: z.string().optional(),
    errorKind: errorKind.optional(),
    /** Those of that group of failures, see `errors.groups`; a failure has to lie between `from` and `to`. */
    fingerprint: z.string().max(100).optional(),
    sessionId: z.string().optional(),
    /** A lane's key. */
    lane: z.string().optional(),
    /**
     * Words, each found at the beginning of one in its ids, names, error or messages, any case. Of those
     * in flight, what was said is not searched.
     */
    text: z.string().max(200).optional(),
    minDurationMs: ms.min(0).optional(),
    maxDurationMs: ms.min(0).optional(),
    minCostUsd: z.number().min(0).optional(),
    /** Those with such a model call, one that ended from `from` until before `to` where these are given. */
    call: callFilter.optional(),
    /** Those that were there at some time from then… */
    from: epochMs.optional(),
    /** …to then. */
    to: epochMs.optional(),
  })
  .refine(isForward, backward)
  .prefault({});
export type RequestListInput = z.infer<typeof requestListInput>;

export const requestList = z.object({
  /** In the order they were accepted, the newest first. */
  requests: z.array(requestRow),
  /** Hand it back for the next page; null at the end. */
  nextCursor: z.string().nullable(),
});
export type RequestList = z.infer<typeof requestList>;

export const requestIdInput = z.strictObject({ requestId: clientChosenId });
