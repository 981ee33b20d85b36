import type { Price } from "../config/index.ts";
import type { AttemptEnd, AttemptUsage } from "../recorder/index.ts";
import type { AnswerReader } from "./answer-reader.ts";
import type { Failure } from "./failure.ts";
import { costOf } from "./price.ts";

interface AttemptOutcome {
  readonly reader: AnswerReader;
  readonly failure: Failure | null;
  readonly retryAfterMs: number | null;
  readonly startedMono: number;
  readonly endedMono: number;
  readonly price: Price | undefined;
}

/** The figures of one attempt, from what its reader saw. */
export function toAttemptEnd(outcome: AttemptOutcome): AttemptEnd {
  const { reader, failure, startedMono, endedMono } = outcome;
  const { firstTokenMono, lastTokenMono, tokens } = reader.tally;
  const usage = usageOf(reader);
  const latencyMs = endedMono - startedMono;
  const streamedMs = (lastTokenMono ?? 0) - (firstTokenMono ?? 0);
  return {
    ok: failure === null,
    errorKind: failure?.kind ?? null,
    errorMessage: failure?.message ?? null,
    httpStatus: reader.status === 0 ? null : reader.status,
    retryAfterMs: outcome.retryAfterMs,
    latencyMs,
    ttftMs: firstTokenMono === null ? null : firstTokenMono - startedMono,
    gapMs: tokens > 1 ? streamedMs / (tokens - 1) : null,
    tokensPerSec: tokensPerSecOf(usage, streamedMs, latencyMs),
    usage,
    costUsd: costOf(usage, outcome.price),
    finishReason: reader.finishReason,
  };
}

/**
 * Output tokens after the first, over the time from the first to the last: what a reader sees flow.
 * Reasoning that was counted and not streamed is left out. Of an answer that came whole, all tokens
 * over all of its time.
 */
function tokensPerSecOf(usage: AttemptUsage, streamedMs: number, latencyMs: number): number {
  const visible = (usage.outputTokens ?? 0) - (usage.reasoningTokens ?? 0);
  if (streamedMs > 0 && visible > 1) return ((visible - 1) * 1_000) / streamedMs;
  return latencyMs > 0 ? ((usage.outputTokens ?? 0) * 1_000) / latencyMs : 0;
}

/** Reported where the provider told; else the tokens that were seen; else unknown. */
function usageOf({ usage, tally }: AnswerReader): AttemptUsage {
  if (usage !== null) return { ...usage, source: "reported" };
  const isCounted = tally.tokens > 0;
  return {
    inputTokens: null,
    outputTokens: isCounted ? tally.tokens : null,
    cachedTokens: null,
    reasoningTokens: null,
    source: isCounted ? "estimated" : "unknown",
  };
}
