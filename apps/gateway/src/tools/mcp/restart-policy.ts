import type { McpLimits } from "./limits.ts";

export type RestartDecision =
  | { readonly kind: "again"; readonly afterMs: number }
  | { readonly kind: "disable" };

export interface RestartPolicyOptions {
  readonly limits: McpLimits;
  /** Milliseconds that never go back. */
  readonly mono: () => number;
  readonly random: () => number;
  /** A server elsewhere is nobody's process here: one that is away for a night may come back. */
  readonly neverDisables: boolean;
}

/**
 * When a server that ended is started again: after twice the time at each crash, less up to half at random;
 * never, once it has crashed too often within a while.
 */
export class RestartPolicy {
  readonly #options: RestartPolicyOptions;
  #crashes: number[] = [];

  constructor(options: RestartPolicyOptions) {
    this.#options = options;
  }

  crashed(): RestartDecision {
    const { limits, mono, random, neverDisables } = this.#options;
    const now = mono();
    // More than these need not be remembered: they say "disable", or the longest wait.
    this.#crashes = [...this.#crashes, now]
      .filter((at) => at > now - limits.crashWindowMs)
      .slice(-maxRemembered);
    const count = this.#crashes.length;
    if (count >= limits.maxCrashes && !neverDisables) return { kind: "disable" };
    const longest = Math.min(limits.maxBackoffMs, limits.firstBackoffMs * 2 ** (count - 1));
    return { kind: "again", afterMs: longest * (1 - random() / 2) };
  }

  /** As if nothing had happened. */
  forget(): void {
    this.#crashes = [];
  }
}

const maxRemembered = 32;
