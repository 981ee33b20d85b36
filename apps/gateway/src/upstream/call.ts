import type { AnswerSink } from "./answer.ts";
import { cancelled, runAttempt, type Attempted, type AttemptOptions } from "./attempt.ts";
import {
  failureOfBlock,
  hold,
  retryAfterOf,
  type Block,
  type Gates,
  type ModelGate,
  type Pass,
} from "./breaker/index.ts";
import { goesOnElsewhere } from "./fallback-kinds.ts";
import type { Failure } from "./failure.ts";
import { answerWithout } from "./own-key.ts";
import { readQuota } from "./quota.ts";
import { backoffMs, isWorthRetrying, mayRetry } from "./retry-policy.ts";
import type { UpstreamRequest, UpstreamResult } from "./upstream-request.ts";
import { wait } from "./wait.ts";

export type { Target, UpstreamRequest, UpstreamResult } from "./upstream-request.ts";

export interface UpstreamOptions extends AttemptOptions {
  readonly gates: Gates;
  /** 0…1. */
  readonly random: () => number;
}

/** One model call on its way: what its attempts have in common. */
interface Call {
  readonly request: UpstreamRequest;
  readonly gate: ModelGate;
  readonly sink: AnswerSink;
}

/**
 * The one way to a model provider: asks one provider's model, again where that may help and nothing of
 * an answer was handed on, and not at all while its breaker, its throttle or an operator keeps it from
 * being called.
 */
export class Upstream {
  readonly #options: UpstreamOptions;

  constructor(options: UpstreamOptions) {
    this.#options = options;
  }

  /** Never rejects: what went wrong is in the result, and stated as a fact. */
  async call(request: UpstreamRequest, sink: AnswerSink): Promise<UpstreamResult> {
    const { provider, model } = request.target;
    const gate = this.#options.gates.of(provider.name, model);
    const call: Call = { request, gate, sink };
    gate.provider.budget.addCall();
    for (let made = 0; ;) {
      const attempt = (request.firstAttempt ?? 1) + made;
      const spanId = `${request.requestId}.${request.modelCall}.${attempt}`;
      let pass = gate.enter(request.owner);
      if (pass === null) {
        const held = await hold(this.#options, gate, request, spanId);
        if (held.pass === null) return this.#notMade(call, made, held.block);
        pass = held.pass;
      }
      const done = await this.#attempt(call, pass, { spanId, attempt });
      made += 1;
      const result = resultOf(request, done, made);
      const waitMs = this.#waitBeforeNext(call, result);
      this.#options.state({
        type: "attempt.ended",
        requestId: request.requestId,
        spanId,
        end: done.end,
        final: waitMs === null && !result.mayFallBack,
      });
      if (waitMs === null) return result;
      await this.#backOff(request, { spanId, attempt, waitMs, result });
      if (request.signal.aborted) return this.#notMade(call, made, null);
    }
  }

  async #attempt(
    { request, gate, sink }: Call,
    pass: Pass,
    { spanId, attempt }: { readonly spanId: string; readonly attempt: number },
  ): Promise<Attempted> {
    const onProof = (): void => {
      gate.works(pass);
    };
    const done = await runAttempt(this.#options, { request, spanId, attempt, sink, onProof });
    const { reader, failure, retryAfterMs } = done;
    const quota = readQuota(reader.headers, this.#options.clock.now());
    const { owner = null } = request;
    const settled = { failure, status: reader.status, retryAfterMs, quota, owner };
    gate.settle(pass, settled, request.target.provider);
    return done;
  }

  /** Null where no other attempt follows here. */
  #waitBeforeNext({ request, gate }: Call, result: UpstreamResult): number | null {
    const { failure, hasForwarded, retryAfterMs, attempts, mayFallBack } = result;
    if (failure === null || request.signal.aborted) return null;
    const { retries, breaker } = request.target.provider;
    const failed = { failure, hasForwarded, retryAfterMs, attempt: attempts };
    if (!mayRetry(failed, retries)) return null;
    const block = gate.block(request.owner);
    const patience = { maxHoldMs: breaker.maxHoldMs, hasFallback: mayFallBack };
    if (!isWorthRetrying(failed, block, patience)) return null;
    if (!gate.provider.budget.take()) return null;
    return backoffMs(failed, retries.baseMs, this.#options.random);
  }

  async #backOff(
    { requestId, modelCall, target, signal }: UpstreamRequest,
    after: {
      readonly spanId: string;
      readonly attempt: number;
      readonly waitMs: number;
      readonly result: UpstreamResult;
    },
  ): Promise<void> {
    const { spanId, attempt, waitMs, result } = after;
    this.#options.state({
      type: "attempt.backoff",
      requestId,
      spanId: `${spanId}.backoff`,
      provider: target.provider.name,
      model: target.model,
      modelCall,
      attempt,
      waitMs,
      retryAfterMs: result.retryAfterMs,
    });
    // Timers may be a little early, and the throttle goes by the clock.
    await wait(Math.ceil(waitMs) + 1, signal);
  }

  /** What a call ends with whose next attempt, or whose first, is not made. */
  #notMade({ request }: Call, made: number, block: Block | null): UpstreamResult {
    const { requestId, modelCall, signal } = request;
    const failure = block === null ? cancelled(signal.reason) : failureOfBlock(block);
    const mayFallBack = goesOnElsewhere(failure.kind, request);
    const isFirst = made === 0 && (request.firstAttempt ?? 1) === 1;
    if (!isFirst && !mayFallBack) {
      this.#options.state({ type: "attempt.abandoned", requestId, modelCall });
    }
    return {
      failure,
      hasForwarded: false,
      errorAnswer: null,
      retryAfterMs: block === null ? null : retryAfterOf(block),
      attempts: made,
      mayFallBack,
    };
  }
}

function resultOf(request: UpstreamRequest, done: Attempted, made: number): UpstreamResult {
  const { reader, failure, retryAfterMs } = done;
  const { hasForwarded } = reader;
  return {
    failure,
    hasForwarded,
    errorAnswer: answerWithout(request.target.provider.apiKey, reader.errorAnswer),
    retryAfterMs,
    attempts: made,
    mayFallBack: isElsewhereBetter(failure, hasForwarded, request),
  };
}

function isElsewhereBetter(
  failure: Failure | null,
  hasForwarded: boolean,
  request: UpstreamRequest,
): boolean {
  return failure !== null && !hasForwarded && goesOnElsewhere(failure.kind, request);
}
