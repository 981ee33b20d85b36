import type { ProviderConfig } from "../config/index.ts";
import type { AttemptEnd, AttemptUsage } from "../recorder/index.ts";
import type { AnswerReader } from "./answer-reader.ts";
import { estimateBody } from "./estimate-tokens.ts";
import type { Failure } from "./failure.ts";
import type { PriceBook } from "./prices/price-book.ts";
import type { TokenUsage } from "./wires/wire.ts";

interface AttemptOutcome {
  readonly reader: AnswerReader;
  /** What was sent. */
  readonly body: string;
  readonly failure: Failure | null;
  readonly retryAfterMs: number | null;
  readonly startedMono: number;
  readonly endedMono: number;
  readonly provider: ProviderConfig;
  readonly model: string;
  readonly prices: Pick<PriceBook, "costOf">;
}

/** The figures of one attempt, from what its reader saw. */
export function toAttemptEnd(outcome: AttemptOutcome): AttemptEnd {
  const { reader, failure, startedMono, endedMono, provider, model, prices } = outcome;
  const { firstTokenMono, lastTokenMono, tokens, finishReason } = reader.tally;
  const counted = countOf(reader, failure === null ? outcome.body : null);
  const usage = toAttemptUsage(counted, reader);
  const latencyMs = endedMono - startedMono;
  const streamedMs = (lastTokenMono ?? 0) - (firstTokenMono ?? 0);
  return {
    ok: failure === null,
    errorKind: failure?.kind ?? null,
    errorMessage: failure?.message ?? null,
    httpStatus: reader.status === 0 ? null : reader.status,
    sent: reader.wasSent,
    retryAfterMs: outcome.retryAfterMs,
    latencyMs,
    ttftMs: firstTokenMono === null ? null : firstTokenMono - startedMono,
    gapMs: tokens > 1 ? streamedMs / (tokens - 1) : null,
    tokensPerSec: tokensPerSecOf(usage, streamedMs, latencyMs),
    usage,
    costUsd: reader.isFree ? 0 : prices.costOf(provider, model, counted),
    finishReason,
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

const nothingUsed: TokenUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: null,
  cacheWriteTokens: null,
  cacheWrite1hTokens: null,
  reasoningTokens: null,
};
const nothingTold: TokenUsage = { ...nothingUsed, inputTokens: null, outputTokens: null };

/**
 * As the provider told; output that it did not tell of is what was seen of it. Of a good answer that came
 * whole, what was not told is estimated from both texts: `body` is null where it was not such a one.
 */
function countOf(reader: AnswerReader, body: string | null): TokenUsage {
  const { isFree, tally } = reader;
  if (isFree) return nothingUsed;
  const told = tally.usage ?? nothingTold;
  const written = body === null ? null : reader.estimateOutput();
  if (body !== null && written !== null) {
    return {
      ...told,
      inputTokens: told.inputTokens ?? estimateBody(body),
      outputTokens: told.outputTokens ?? written,
    };
  }
  const { tokens } = tally;
  if (told.outputTokens !== null || (told.inputTokens === null && tokens === 0)) return told;
  return { ...told, outputTokens: tokens };
}

function toAttemptUsage(counted: TokenUsage, reader: AnswerReader): AttemptUsage {
  const { inputTokens, outputTokens, cachedTokens, reasoningTokens } = counted;
  return {
    inputTokens,
    outputTokens,
    cachedTokens,
    reasoningTokens,
    source: sourceOf(counted, reader),
  };
}

/** Reported where the provider told all that there is; else estimated from what was seen; else unknown. */
function sourceOf(counted: TokenUsage, { isFree, tally }: AnswerReader) {
  const told = tally.usage ?? nothingTold;
  const isAsTold = told.outputTokens !== null && told.inputTokens === counted.inputTokens;
  if (isFree || isAsTold) return "reported";
  return counted.outputTokens === null ? "unknown" : "estimated";
}
