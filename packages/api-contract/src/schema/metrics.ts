import { z } from "zod";
import { backward, isForward } from "./is-forward.ts";
import { epochMs, ms, usd } from "./words.ts";

/** One model call, as the ring of the last 200 keeps it. */
export const modelCall = z.object({
  timestamp: epochMs,
  provider: z.string(),
  model: z.string().optional(),
  latency: ms,
  ttft: ms.nullable().optional(),
  /** Mean time between two tokens. */
  gap: ms.nullable().optional(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  tokensPerSec: z.number(),
  costUsd: usd.optional(),
  finishReason: z.string().optional(),
  error: z.string().optional(),
  errorKind: z.string().optional(),
  channel: z.string().optional(),
  client: z.string().optional(),
  agent: z.string().optional(),
  requestId: z.string().optional(),
});
export type ModelCall = z.infer<typeof modelCall>;

/** Where the gateway stands now. Totals count since start; `avgLatency` and `errorRate` are over the last 200 calls. */
export const systemMetrics = z.object({
  messagesProcessed: z.number(),
  errors: z.number(),
  activeRequests: z.number(),
  /** Seconds. */
  uptime: z.number(),
  modelCalls: z.object({
    total: z.number(),
    avgLatency: ms,
    errorRate: z.number(),
    /** The newest twenty, oldest first. */
    recentCalls: z.array(modelCall),
  }),
  /** Requests that wait in lanes. */
  queueDepth: z.number(),
  /** The wait of the one that waits longest; 0 where none does. */
  oldestWaitMs: ms,
  overdue: z.number(),
  slots: z.object({ used: z.number(), total: z.number() }),
});
export type SystemMetrics = z.infer<typeof systemMetrics>;

/** p50, p95, p99 in milliseconds. */
export const quantiles = z.tuple([ms, ms, ms]);
export type Quantiles = z.infer<typeof quantiles>;

/**
 * One step of the Overview's charts. A missing key is a model with no call in that step.
 * A step for which the gateway was not running is not sent at all: a gap is a gap.
 */
export const overviewPoint = z.object({
  /** Start of the step. */
  t: epochMs,
  messages: z.number(),
  failed: z.number(),
  /** By error kind. */
  failures: z.record(z.string(), z.number()),
  inFlight: z.number(),
  waiting: z.number(),
  oldestWaitMs: ms,
  overdue: z.number(),
  /** Key: `provider/model`. */
  ttft: z.record(z.string(), quantiles),
  /** p95 of the mean gap between tokens. Key: `provider/model`. */
  gap: z.record(z.string(), ms),
  costUsd: z.number(),
  /** Model calls with no known price. */
  unpriced: z.number(),
  modelCalls: z.number(),
  outputTokens: z.number(),
});
export type OverviewPoint = z.infer<typeof overviewPoint>;

export const overviewSeries = z.object({
  stepMs: ms,
  points: z.array(overviewPoint),
});
export type OverviewSeries = z.infer<typeof overviewSeries>;

export const overviewInput = z
  .strictObject({
    from: epochMs,
    to: epochMs,
    /** At most this many points come back. */
    maxPoints: z.number().int().min(1).max(2000).default(240),
  })
  .refine(isForward, backward);
export type OverviewInput = z.infer<typeof overviewInput>;
