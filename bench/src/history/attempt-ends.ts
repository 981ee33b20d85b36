import type { AttemptEnd } from "../../../apps/gateway/src/recorder/index.ts";
import type { FailurePart, ModelPart } from "./cast.ts";
import type { Random } from "./random.ts";

const nothing: AttemptEnd = {
  ok: false,
  errorKind: null,
  errorMessage: null,
  httpStatus: null,
  sent: true,
  retryAfterMs: null,
  latencyMs: 0,
  ttftMs: null,
  gapMs: null,
  tokensPerSec: 0,
  usage: {
    inputTokens: null,
    outputTokens: null,
    cachedTokens: null,
    reasoningTokens: null,
    source: "unknown",
  },
  costUsd: null,
  finishReason: null,
};

/** How an attempt that answers goes. */
export interface AnswerFigures {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly ttftMs: number;
  /** Milliseconds from one token to the next. */
  readonly gapMs: number;
}

export function answerFigures(random: Random, part: ModelPart, words: number): AnswerFigures {
  return {
    outputTokens: Math.ceil(random.around(words * 2, 0.7)),
    inputTokens: Math.ceil(random.around(900, 0.8)),
    ttftMs: random.around(part.ttftMs, 0.45),
    gapMs: random.around(part.gapMs, 0.35),
  };
}

/** One that answered, or whose client did not wait for all of it. */
export function answeredEnd(
  { inputTokens, outputTokens, ttftMs, gapMs }: AnswerFigures,
  { usdPerMTok }: ModelPart,
  isCancelled: boolean,
): AttemptEnd {
  return {
    ...nothing,
    ok: !isCancelled,
    httpStatus: 200,
    latencyMs: ttftMs + gapMs * outputTokens,
    ttftMs,
    gapMs,
    tokensPerSec: 1_000 / gapMs,
    usage: { ...nothing.usage, inputTokens, outputTokens, source: "reported" },
    costUsd: ((inputTokens + 4 * outputTokens) * usdPerMTok) / 1e6,
    ...(isCancelled
      ? { errorKind: "cancelled", errorMessage: "The client went away." }
      : { finishReason: "stop" }),
  };
}

export function failedEnd(
  { kind, httpStatus }: FailurePart,
  errorMessage: string,
  latencyMs: number,
): AttemptEnd {
  return { ...nothing, errorKind: kind, errorMessage, httpStatus, latencyMs };
}
