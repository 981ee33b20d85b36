import { RequestFailure } from "../requests/index.ts";
import {
  agentWireOf,
  type Failure,
  type FallbackChain,
  type Target,
  type Upstream,
  type UpstreamResult,
} from "../upstream/index.ts";
import { joinedDeltas } from "./joined-deltas.ts";
import { asMessagesPrompt } from "./messages-prompt.ts";
import { createProviderModel } from "./provider-model.ts";
import type { SdkCall, SdkModel } from "./sdk-model.ts";
import { createUpstreamFetch, type ModelCall } from "./upstream-fetch.ts";

export interface FallbackModelOptions {
  readonly upstream: Upstream;
  readonly chain: FallbackChain;
  readonly requestId: string;
  /** The client whose request it is, by its token. */
  readonly owner: string;
  readonly signal: AbortSignal;
  /** Before each model call: throws where no more may be made. */
  readonly beforeCall: (call: SdkCall) => void;
  /** What a target is sent of a call: as much as it takes. */
  readonly fit: (call: SdkCall, target: Target) => SdkCall;
}

/**
 * A language model over a chain of them, whatever wire each speaks: where one fails before it said
 * anything, the next is asked the same, as further attempts of the same model call. Who answered once
 * is asked first from then on, so that a run does not change its mind at each step.
 */
export class FallbackModel implements SdkModel {
  readonly specificationVersion = "v4" as const;
  readonly supportedUrls = {};
  readonly #options: FallbackModelOptions;
  /** As many as the chain has. */
  readonly #models = new Map<Target, Promise<SdkModel>>();
  #modelCalls = 0;
  #call: ModelCall | null = null;
  #result: UpstreamResult | null = null;

  constructor(options: FallbackModelOptions) {
    this.#options = options;
  }

  get provider(): string {
    return this.#options.chain.current.provider.name;
  }

  get modelId(): string {
    return this.#options.chain.current.model;
  }

  /** Why the last model call failed; null where it did not, or is not over. */
  get failure(): RequestFailure | null {
    const { failure = null, retryAfterMs = null } = this.#result ?? {};
    return failure === null ? null : toRequestFailure(failure, retryAfterMs);
  }

  doGenerate(call: SdkCall): ReturnType<SdkModel["doGenerate"]> {
    return this.#ask(call, false, (model, fitted) => model.doGenerate(fitted));
  }

  async doStream(call: SdkCall): Promise<Awaited<ReturnType<SdkModel["doStream"]>>> {
    const answer = await this.#ask(call, true, (model, fitted) => model.doStream(fitted));
    return { ...answer, stream: answer.stream.pipeThrough(joinedDeltas()) };
  }

  async #ask<Answer>(
    call: SdkCall,
    isStream: boolean,
    ask: (model: SdkModel, call: SdkCall) => PromiseLike<Answer>,
  ): Promise<Answer> {
    const { chain, beforeCall } = this.#options;
    beforeCall(call);
    this.#modelCalls += 1;
    let firstAttempt = 1;
    for (;;) {
      const target = chain.current;
      const model = await this.#modelOf(target);
      this.#result = null;
      this.#call = {
        ...chain.hints,
        modelCall: this.#modelCalls,
        firstAttempt,
        isStream,
        onEnd: (result) => {
          this.#result = result;
        },
      };
      try {
        return await ask(model, this.#callFor(call, target));
      } catch (error) {
        const failed = this.#lastResult();
        if (failed === null || failed.failure === null) throw error;
        firstAttempt += failed.attempts;
        if (failed.mayFallBack && chain.goOn(failed.failure)) continue;
        throw toRequestFailure(failed.failure, failed.retryAfterMs);
      }
    }
  }

  /** What `onEnd` was told meanwhile. */
  #lastResult(): UpstreamResult | null {
    return this.#result;
  }

  #callFor(call: SdkCall, target: Target): SdkCall {
    const fitted = this.#options.fit(call, target);
    if (agentWireOf(target.provider) !== "messages") return fitted;
    return { ...fitted, prompt: asMessagesPrompt(fitted.prompt) };
  }

  #modelOf(target: Target): Promise<SdkModel> {
    const known = this.#models.get(target);
    if (known !== undefined) return known;
    const { upstream, requestId, owner, signal } = this.#options;
    const fetch = createUpstreamFetch({
      upstream,
      target,
      requestId,
      owner,
      signal,
      call: () => this.#current(),
      toError: (failure) => toRequestFailure(failure, null),
    });
    const made = createProviderModel(target, fetch);
    this.#models.set(target, made);
    return made;
  }

  #current(): ModelCall {
    if (this.#call === null) throw new Error("A model was asked outside of a model call.");
    return this.#call;
  }
}

function toRequestFailure({ kind, message }: Failure, retryAfterMs: number | null): RequestFailure {
  return new RequestFailure(kind, message, { retryAfterMs });
}
