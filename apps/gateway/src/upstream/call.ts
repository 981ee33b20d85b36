import type { Clock } from "../clock.ts";
import type { Price, ProviderConfig } from "../config/index.ts";
import type { Fact } from "../recorder/fact.ts";
import type { AnswerSink, ErrorAnswer } from "./answer.ts";
import { AnswerReader } from "./answer-reader.ts";
import { toAttemptEnd } from "./attempt-end.ts";
import { exchange } from "./exchange.ts";
import { goesOnElsewhere } from "./fallback-kinds.ts";
import { failureOfAnswer, failureOfError, readRetryAfterMs, type Failure } from "./failure.ts";
import { answerWithout, failureWithout } from "./own-key.ts";
import type { ProviderPools } from "./provider-pools.ts";
import { providerHeaders } from "./provider-headers.ts";
import { wireOf, type WireName } from "./wires/index.ts";

/** One provider's model, and where it is asked. */
export interface Target {
  readonly provider: ProviderConfig;
  readonly model: string;
  /** With the wire's version, without a trailing slash: `https://api.openai.com/v1`. */
  readonly baseUrl: URL;
}

export interface UpstreamRequest {
  readonly target: Target;
  readonly wire: WireName;
  readonly requestId: string;
  /** Which model call of the request, from 1. */
  readonly modelCall: number;
  readonly body: string;
  /** Of the client's own headers, those that the provider is to see. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly isStream: boolean;
  /** The client did not ask for the chunk with the usage. */
  readonly dropUsage: boolean;
  /** A stream larger than this is given up: for who holds the answer and does not pass it on. */
  readonly maxStreamBytes?: number;
  /** The number of its first attempt, 1 unless told: a fallback counts on from the attempts before it. */
  readonly firstAttempt?: number;
  /** Another provider is asked where this one fails before its first token, which is held back until then. */
  readonly hasFallback?: boolean;
  /** One of those takes longer conversations. */
  readonly hasLargerFallback?: boolean;
  readonly signal: AbortSignal;
}

export interface UpstreamResult {
  /** Null where the answer is whole and good. */
  readonly failure: Failure | null;
  /** Bytes of it have gone to the sink. */
  readonly hasForwarded: boolean;
  readonly errorAnswer: ErrorAnswer | null;
  readonly retryAfterMs: number | null;
  /** How many attempts were made; none where the model was not to be called. */
  readonly attempts: number;
  /** Another model may do better: nothing was forwarded, and it did not fail of the request itself. */
  readonly mayFallBack: boolean;
}

export interface UpstreamOptions {
  readonly clock: Clock;
  readonly state: (fact: Fact) => void;
  readonly pools: ProviderPools;
  /** By `provider/model`. */
  readonly prices: ReadonlyMap<string, Price>;
  readonly userAgent: string;
}

/** The one way to a model provider: asks one provider's model once, and measures it. */
export class Upstream {
  readonly #options: UpstreamOptions;

  constructor(options: UpstreamOptions) {
    this.#options = options;
  }

  /** Never rejects: what went wrong is in the result, and stated as a fact. */
  async call(request: UpstreamRequest, sink: AnswerSink): Promise<UpstreamResult> {
    const { clock, state, prices } = this.#options;
    const { target, requestId, modelCall } = request;
    const attempt = request.firstAttempt ?? 1;
    const spanId = `${requestId}.${modelCall}.${attempt}`;
    const reader = new AnswerReader({
      wire: wireOf(request.wire),
      isStream: request.isStream,
      dropUsage: request.dropUsage,
      maxStreamBytes: request.maxStreamBytes ?? Number.POSITIVE_INFINITY,
      provider: target.provider.name,
      mono: clock.mono,
      holdsUntilToken: request.hasFallback ?? false,
      sink,
      onFirstToken: () => {
        state({ type: "attempt.firstToken", requestId, spanId });
      },
    });
    state({
      type: "attempt.started",
      requestId,
      spanId,
      provider: target.provider.name,
      model: target.model,
      modelCall,
      attempt,
      progress: reader.progress,
    });
    const startedMono = clock.mono();
    const { apiKey } = target.provider;
    const failure = failureWithout(apiKey, await this.#exchange(request, reader));
    const retryAfterMs = failure === null ? null : readRetryAfterMs(reader.headers, clock.now());
    const end = toAttemptEnd({
      reader,
      failure,
      retryAfterMs,
      startedMono,
      endedMono: clock.mono(),
      price: prices.get(`${target.provider.name}/${target.model}`),
    });
    const { hasForwarded } = reader;
    const mayFallBack = failure !== null && !hasForwarded && goesOnElsewhere(failure.kind, request);
    state({ type: "attempt.ended", requestId, spanId, end, final: !mayFallBack });
    return {
      failure,
      hasForwarded,
      errorAnswer: answerWithout(apiKey, reader.errorAnswer),
      retryAfterMs,
      attempts: 1,
      mayFallBack,
    };
  }

  async #exchange(request: UpstreamRequest, reader: AnswerReader): Promise<Failure | null> {
    const { target, signal } = request;
    const { provider } = target;
    try {
      const dispatcher = await this.#options.pools.poolOf(provider, target.baseUrl);
      await exchange(
        dispatcher,
        {
          path: `${target.baseUrl.pathname.replace(/\/$/, "")}${wireOf(request.wire).path}`,
          headers: {
            ...request.headers,
            ...providerHeaders(provider, request.isStream),
            "user-agent": this.#options.userAgent,
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
}

function cancelled(reason: unknown): Failure {
  return {
    kind: "cancelled",
    message: reason instanceof Error ? reason.message : "The request was cancelled.",
  };
}
