import { z } from "zod";
import { clientChosenId, epochMs, errorKind, ms, usageSource, usd } from "./words.ts";

export const startInput = z.strictObject({
  message: z.string().min(1).max(1_000_000),
  /** The conversation it belongs to, and with it the lane; a new one where none is named. */
  sessionId: clientChosenId.optional(),
  /** An agent from the config; the default one where neither it nor a model is named. */
  agent: z.string().min(1).max(128).optional(),
  /** `provider/model` or an alias; over the agent's own where both are named. */
  model: z.string().min(1).max(256).optional(),
  /** The same id from the same token runs once, and whoever asks again gets that result, for 24 hours. */
  requestId: clientChosenId.optional(),
});
export type StartInput = z.infer<typeof startInput>;

export const accepted = z.object({ requestId: z.string(), sessionId: z.string() });
export type Accepted = z.infer<typeof accepted>;

export const usage = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  totalTokens: z.number(),
  cachedTokens: z.number().nullable(),
  reasoningTokens: z.number().nullable(),
  source: usageSource,
});
export type Usage = z.infer<typeof usage>;

export const runResult = z.object({
  requestId: z.string(),
  sessionId: z.string(),
  text: z.string(),
  usage,
  /** The conversation is on disk. False where the disk refused: the work went on all the same. */
  durable: z.boolean(),
  agent: z.string().nullable(),
  provider: z.string(),
  model: z.string(),
  finishReason: z.string().nullable(),
  /** Model calls made. */
  steps: z.number(),
  durationMs: ms,
  costUsd: usd,
});
export type RunResult = z.infer<typeof runResult>;

/** What a watcher of a run is told, in order. It ends with one `done` or one `failed`. */
export const runEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("phase"), phase: z.string(), detail: z.string(), at: epochMs }),
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({
    type: z.literal("tool"),
    callId: z.string(),
    tool: z.string(),
    state: z.enum(["started", "ended", "failed"]),
    input: z.string().nullable(),
    output: z.string().nullable(),
    durationMs: ms.nullable(),
  }),
  /** What came before is no longer kept; `text` is the whole text so far. */
  z.object({ type: z.literal("gap"), text: z.string() }),
  z.object({ type: z.literal("done"), result: runResult }),
  z.object({
    type: z.literal("failed"),
    requestId: z.string(),
    errorKind,
    message: z.string(),
    /** What had been streamed before it failed. */
    text: z.string(),
  }),
]);
export type RunEvent = z.infer<typeof runEvent>;

export const watchInput = z.strictObject({
  requestId: clientChosenId,
  /** Set by the client when it resumes. */
  lastEventId: z.string().max(200).nullish(),
});
export type WatchInput = z.infer<typeof watchInput>;

export const cancelInput = z.strictObject({
  requestId: clientChosenId,
  reason: z.string().max(500).optional(),
});
export type CancelInput = z.infer<typeof cancelInput>;

export const cancelResult = z.object({
  requestId: z.string(),
  /** False where it had already ended. */
  cancelled: z.boolean(),
});
export type CancelResult = z.infer<typeof cancelResult>;
