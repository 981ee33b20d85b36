import { estimateTokens, type Target } from "../upstream/index.ts";
import { countOf, defaultContextTokens, fitContext } from "./fit-context.ts";
import type { SdkCall } from "./sdk-model.ts";

export interface ContextFitterOptions {
  /** Null where it is not known. */
  readonly contextTokensOf: (target: Target) => number | null;
  /** Messages that were left out of the conversation before it came here. */
  readonly leftOut: number;
  /** Told once of a run, in words for people. */
  readonly onLeftOut: (message: string) => void;
}

/** Trims each of a run's model calls to what its model takes, and tells once that it did. */
export class ContextFitter {
  readonly #options: ContextFitterOptions;
  #hasTold = false;

  constructor(options: ContextFitterOptions) {
    this.#options = options;
  }

  fit(call: SdkCall, target: Target): SdkCall {
    const contextTokens = this.#options.contextTokensOf(target) ?? defaultContextTokens;
    const { prompt, leftOut } = fitContext(call.prompt, {
      contextTokens,
      maxOutputTokens: call.maxOutputTokens ?? null,
      otherTokens: estimateTokens(call.tools ?? []),
      leftOutBefore: this.#options.leftOut,
    });
    if (leftOut > 0 && !this.#hasTold) {
      this.#hasTold = true;
      const model = `${target.provider.name}/${target.model}`;
      this.#options.onLeftOut(
        `${countOf(leftOut)} ${leftOut === 1 ? "was" : "were"} left out: the conversation is longer than the ${contextTokens.toLocaleString("en-US")} tokens that ${model} takes`,
      );
    }
    return { ...call, prompt };
  }
}
