import type { AnswerSink } from "./answer.ts";
import type { Target, Upstream, UpstreamRequest, UpstreamResult } from "./call.ts";
import type { Failure } from "./failure.ts";
import { goesOnElsewhere, type FallbackHints } from "./fallback-kinds.ts";

export interface FallbackChainOptions {
  /** At least one; the first is asked first. */
  readonly targets: readonly [Target, ...Target[]];
  /** Tokens that a target's model takes; null where that is not known. */
  readonly contextTokensOf: (target: Target) => number | null;
  /** Told each time that another one is asked, and why. */
  readonly onSwitch: (from: Target, to: Target, failure: Failure) => void;
}

/** Who is asked, and who is next where that one fails. Who has failed is not asked again. */
export class FallbackChain {
  readonly #options: FallbackChainOptions;
  #index = 0;

  constructor(options: FallbackChainOptions) {
    this.#options = options;
  }

  get current(): Target {
    const { targets } = this.#options;
    return targets[this.#index] ?? targets[0];
  }

  /** What the call of the current one has to know of those behind it. */
  get hints(): Required<FallbackHints> {
    return {
      hasFallback: this.#index + 1 < this.#options.targets.length,
      hasLargerFallback: this.#nextLarger() !== null,
    };
  }

  /** Moves on to who may be asked after a failure. False where there is nobody. */
  goOn(failure: Failure): boolean {
    if (!goesOnElsewhere(failure.kind, this.hints)) return false;
    const from = this.current;
    this.#index =
      failure.kind === "context_length" ? (this.#nextLarger() ?? this.#index) : this.#index + 1;
    this.#options.onSwitch(from, this.current, failure);
    return true;
  }

  #nextLarger(): number | null {
    const { targets, contextTokensOf } = this.#options;
    const own = contextTokensOf(this.current);
    if (own === null) return null;
    const next = targets.findIndex(
      (target, index) => index > this.#index && (contextTokensOf(target) ?? 0) > own,
    );
    return next === -1 ? null : next;
  }
}

export interface ChainRequest extends Omit<
  UpstreamRequest,
  "target" | "body" | "firstAttempt" | keyof FallbackHints
> {
  /** What is sent to a target: the same, but for the model's name. */
  readonly bodyFor: (target: Target) => string;
}

export interface ChainResult extends UpstreamResult {
  /** Who was asked last. */
  readonly target: Target;
}

/**
 * One model call over a chain: the next one is asked where one failed with nothing forwarded. Never
 * rejects; the result is that of who was asked last.
 */
export async function callChain(
  upstream: Upstream,
  chain: FallbackChain,
  { bodyFor, ...request }: ChainRequest,
  sink: AnswerSink,
): Promise<ChainResult> {
  let firstAttempt = 1;
  for (;;) {
    const target = chain.current;
    const body = bodyFor(target);
    const result = await upstream.call(
      { ...request, ...chain.hints, target, body, firstAttempt },
      sink,
    );
    firstAttempt += result.attempts;
    const { failure } = result;
    if (failure === null || !result.mayFallBack || !chain.goOn(failure))
      return { ...result, target };
  }
}
