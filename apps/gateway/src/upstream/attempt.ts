import type { Clock } from "../clock.ts";
import type { AttemptEnd, Fact } from "../recorder/index.ts";
import type { AnswerSink } from "./answer.ts";
import { AnswerReader } from "./answer-reader.ts";
import { toAttemptEnd } from "./attempt-end.ts";
import { exchange } from "./exchange.ts";
import { failureOfAnswer, failureOfError, readRetryAfterMs, type Failure } from "./failure.ts";
import { failureWithout } from "./own-key.ts";
import type { PriceBook } from "./prices/price-book.ts";
import type { ProviderPools } from "./provider-pools.ts";
import { providerHeaders, versionHeaders } from "./provider-headers.ts";
import type { UpstreamRequest } from "./upstream-request.ts";
import { wireOf } from "./wires/index.ts";

export interface AttemptOptions {
  readonly clock: Clock;
  readonly state: (fact: Fact) => void;
  readonly pools: ProviderPools;
  readonly prices: PriceBook;
  readonly userAgent: string;
}

/** One attempt, and where its answer goes. */
export interface AttemptStart {
  readonly request: UpstreamRequest;
  readonly spanId: string;
  readonly attempt: number;
  readonly sink: AnswerSink;
  /** Told at the first token, and at the good head of an answer that comes whole: the model works. */
  readonly onProof: () => void;
}

/** What came of it. Its end is stated by who knows whether another one follows. */
export interface Attempted {
  readonly reader: AnswerReader;
  readonly failure: Failure | null;
  readonly retryAfterMs: number | null;
  readonly end: AttemptEnd;
}

/** Asks a provider's model once, and measures it. Never rejects. */
export async function runAttempt(options: AttemptOptions, start: AttemptStart): Promise<Attempted> {
  const { clock, state, prices } = options;
  const { request, spanId, attempt } = start;
  const { target, requestId, modelCall } = request;
  const { provider, model } = target;
  const reader = new AnswerReader({
    wire: wireOf(request.wire),
    isStream: request.isStream,
    dropUsage: request.dropUsage,
    maxStreamBytes: request.maxStreamBytes ?? Number.POSITIVE_INFINITY,
    maxToolCalls: request.maxToolCalls ?? null,
    holdsUntilToken: request.hasFallback ?? false,
    provider: provider.name,
    mono: clock.mono,
    sink: start.sink,
    onFirstToken: () => {
      state({ type: "attempt.firstToken", requestId, spanId });
      start.onProof();
    },
    onGoodHead: start.onProof,
  });
  state({
    type: "attempt.started",
    requestId,
    spanId,
    provider: provider.name,
    model,
    modelCall: reader.isFree ? null : modelCall,
    attempt,
    progress: reader.progress,
  });
  const startedMono = clock.mono();
  const failure = failureWithout(provider.apiKey, await ask(options, request, reader));
  reader.tally.text.close();
  const retryAfterMs = failure === null ? null : readRetryAfterMs(reader.headers, clock.now());
  const endedMono = clock.mono();
  await prices.load();
  const end = toAttemptEnd({
    reader,
    body: request.body,
    failure,
    retryAfterMs,
    startedMono,
    endedMono,
    provider,
    model,
    prices,
  });
  return { reader, failure, retryAfterMs, end };
}

async function ask(
  { pools, userAgent }: AttemptOptions,
  request: UpstreamRequest,
  reader: AnswerReader,
): Promise<Failure | null> {
  const { target, signal } = request;
  const { provider } = target;
  try {
    const dispatcher = await pools.poolOf(provider, target.baseUrl);
    await exchange(
      dispatcher,
      {
        path: `${target.baseUrl.pathname.replace(/\/$/, "")}${wireOf(request.wire).path}`,
        headers: {
          ...versionHeaders(request.wire),
          ...request.headers,
          ...providerHeaders(provider, request.wire, request.isStream),
          "user-agent": userAgent,
        },
        body: request.body,
        timeouts: provider.timeouts,
        signal,
      },
      reader,
    );
    const { errorAnswer } = reader;
    if (errorAnswer === null) return reader.finish();
    return failureOfAnswer(provider.name, errorAnswer.status, errorAnswer.body.toString("utf8"));
  } catch (error) {
    if (signal.aborted) return cancelled(signal.reason);
    return reader.failure ?? failureOfError(provider.name, error);
  }
}

/** The failure of a request whose signal aborted, for this reason. */
export function cancelled(reason: unknown): Failure {
  return {
    kind: "cancelled",
    message: reason instanceof Error ? reason.message : "The request was cancelled.",
  };
}
