import type { ErrorKind } from "@signalbox/api-contract";
import type { ProviderRetries } from "../config/index.ts";
import type { Block } from "./breaker/index.ts";
import type { Failure } from "./failure.ts";

/** Failures that the same attempt a moment later may not meet again, and that cost nothing so far. */
const passing: ReadonlySet<ErrorKind> = new Set([
  "rate_limit",
  "upstream_5xx",
  "network",
  "malformed_stream",
  "incomplete",
]);

/** No wait of our own is longer, whatever the number of the attempt. */
const maxBackoffMs = 8_000;

/** What is known of an attempt that failed. */
export interface FailedAttempt {
  readonly failure: Failure;
  readonly hasForwarded: boolean;
  readonly retryAfterMs: number | null;
  /** Which attempt at this provider's model, from 1. */
  readonly attempt: number;
}

/**
 * Whether the same attempt may be made again: nothing of the answer has reached the client, its
 * failure may pass, and the provider does not ask for more patience than there is.
 */
export function mayRetry(failed: FailedAttempt, retries: ProviderRetries): boolean {
  const { failure, hasForwarded, retryAfterMs, attempt } = failed;
  if (hasForwarded || attempt >= retries.maxAttempts) return false;
  if ((retryAfterMs ?? 0) > retries.maxRetryAfterMs) return false;
  if (failure.retry !== undefined) return failure.retry === "safe";
  return passing.has(failure.kind);
}

/** With another model to ask, a provider that asks for a longer wait is not waited for. */
export const patienceWithFallbackMs = 1_000;

/**
 * Whether it makes sense to try again here: not where somebody else can be asked and this model takes
 * its time, and not where its breaker is open for longer than any call is held.
 */
export function isWorthRetrying(
  { retryAfterMs }: FailedAttempt,
  block: Block | null,
  { hasFallback, maxHoldMs }: { readonly hasFallback: boolean; readonly maxHoldMs: number },
): boolean {
  if (hasFallback && (retryAfterMs ?? 0) > patienceWithFallbackMs) return false;
  if (block === null || block.waitsFor === "throttled") return true;
  if (hasFallback) return false;
  return block.waitsFor === "paused" || (block.remainingMs ?? 0) <= maxHoldMs;
}

/**
 * How long to wait before the next attempt. Our own waits double from `baseMs` on, and half of each is
 * drawn ("equal jitter", Brooker, "Exponential Backoff and Jitter", AWS 2015). What the provider asks
 * for is waited in full, and then spread, for others were told the same.
 */
export function backoffMs(failed: FailedAttempt, baseMs: number, random: () => number): number {
  const full = Math.min(maxBackoffMs, baseMs * 2 ** (failed.attempt - 1));
  const own = full / 2 + (random() * full) / 2;
  const { retryAfterMs } = failed;
  if (retryAfterMs === null) return own;
  return Math.max(own, retryAfterMs + (random() * baseMs) / 2);
}
