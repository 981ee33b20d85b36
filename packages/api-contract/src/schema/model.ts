import { z } from "zod";
import { windowInput } from "./window.ts";
import { epochMs, ms, usd } from "./words.ts";

/** A limit as the provider told it last. */
export const quotaLimit = z.object({
  limit: z.number().nullable(),
  remaining: z.number().nullable(),
  /** When it is whole again. */
  resetAt: epochMs.nullable(),
});
export type QuotaLimit = z.infer<typeof quotaLimit>;

/** One provider's model over a window; or a provider, where it is not called and has no models to say so. */
export const modelRow = z.object({
  provider: z.string(),
  model: z.string(),
  /**
   * `open`: it is not called, because its calls failed or its key was refused. `half-open`: one call tries.
   * `paused`: an operator wants it not to be called. `failing`: more than a few of its calls in the window
   * failed. `unknown`: none was made.
   */
  state: z.enum(["ok", "failing", "half-open", "open", "paused", "unknown"]),
  stateReason: z.string().nullable(),
  /** Open, half-open or paused since. */
  stateSince: epochMs.nullable(),
  /** When that ends by itself, or is tried again; null where it does not, or one tries already. */
  stateUntil: epochMs.nullable(),
  /** Its provider asked for a pause until then, or a quota is used up until then. */
  throttledUntil: epochMs.nullable(),
  calls: z.number(),
  failed: z.number(),
  /** 0…1; null where nothing was called. */
  failureRate: z.number().nullable(),
  /** Of the newest calls alone: they may be fewer than `failed`. */
  failuresByKind: z.record(z.string(), z.number()),
  /** Attempts that failed and were saved by another attempt, or by another model. */
  recovered: z.number(),
  /** Of the newest calls that ended well: what they ended with, in the provider's words. */
  finishReasons: z.record(z.string(), z.number()),
  ttftP50: ms.nullable(),
  ttftP95: ms.nullable(),
  latencyP50: ms.nullable(),
  latencyP95: ms.nullable(),
  latencyP99: ms.nullable(),
  gapP95: ms.nullable(),
  tokensPerSec: z.number().nullable(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  /** Of the calls whose price is known; null where none of them has one. */
  costUsd: usd,
  /** Calls without a known price: what they cost comes on top. */
  unpriced: z.number(),
  inFlight: z.number(),
  lastSuccessAt: epochMs.nullable(),
  /** What is left of the provider's limits, as its last answer told. */
  quota: z.object({ requests: quotaLimit.nullable(), tokens: quotaLimit.nullable() }).nullable(),
  /** Where its provider's key came from: a variable's name, the config file's name, or `none`. */
  keyFrom: z.string().nullable(),
  /** The config names it: among a provider's models, or as an agent's or an alias's. */
  configured: z.boolean(),
  practice: z.boolean(),
});
export type ModelRow = z.infer<typeof modelRow>;

const reason = z.string().trim().min(1).max(200).optional();
const scope = {
  provider: z.string().min(1).max(64),
  /** Without it, all of the provider's models. */
  model: z.string().min(1).max(256).optional(),
};

export const modelPauseInput = z.strictObject({
  ...scope,
  /** How long; null for until somebody resumes it. 15 minutes unless told, 24 hours at most. */
  forMs: z.number().int().min(1).max(86_400_000).nullable().default(900_000),
  reason,
});
export type ModelPauseInput = z.infer<typeof modelPauseInput>;

export const modelPauseReachInput = z.strictObject(scope);
export type ModelPauseReachInput = z.infer<typeof modelPauseReachInput>;

/** What a pause of it would have done to the requests of a while before now. */
export const modelPauseReach = z.object({
  /** How long a while: less than asked of itself where memory does not go back so far. */
  windowMs: ms,
  requests: z.number(),
  /** Of them, those that called it. */
  using: z.number(),
  /** Of these, those that have no other model to go to: they would fail. */
  withoutFallback: z.number(),
  /** It may be fewer: some may have come by an alias that lists more models, which nobody wrote down. */
  isAtMost: z.boolean(),
});
export type ModelPauseReach = z.infer<typeof modelPauseReach>;

export const modelResumeInput = z.strictObject({ ...scope, reason });
export type ModelResumeInput = z.infer<typeof modelResumeInput>;

/** `durable` is false where the disk refused: then it does not outlast a restart. */
export const modelPauseResult = z.object({ until: epochMs.nullable(), durable: z.boolean() });
export type ModelPauseResult = z.infer<typeof modelPauseResult>;

/** How many pauses it ended, and how many breakers and throttles it reset. */
export const modelResumeResult = z.object({
  resumed: z.number(),
  reset: z.number(),
  durable: z.boolean(),
});
export type ModelResumeResult = z.infer<typeof modelResumeResult>;

/** Of a past window the states of breakers and pauses are those at its end. */
export const modelWindowInput = windowInput(120_000);
export type ModelWindowInput = z.infer<typeof modelWindowInput>;
