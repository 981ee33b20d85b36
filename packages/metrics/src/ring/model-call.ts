/** One logical call of a model. Durations in milliseconds, cost in US dollars. */
export interface ModelCall {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly provider: string;
  /** From sending to the last byte, ms. */
  readonly latency: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly tokensPerSec: number;
  /** What went wrong; present on failed calls alone. */
  readonly error?: string | undefined;
  readonly errorKind?: string | undefined;
  readonly model?: string | undefined;
  /** Why the answer ended, in the provider's word. */
  readonly finishReason?: string | undefined;
  /** Time to the first token, ms. */
  readonly ttft?: number | undefined;
  /** Mean time between tokens, ms. */
  readonly gap?: number | undefined;
  /** Null where no price is known: the call then counts as unpriced. */
  readonly costUsd?: number | null | undefined;
  readonly channel?: string | undefined;
  readonly client?: string | undefined;
  readonly agent?: string | undefined;
  readonly node?: string | undefined;
  readonly requestId?: string | undefined;
  /** Traffic of the practice provider, which baselines leave out. */
  readonly practice?: boolean | undefined;
}

/** What is recorded: a model call whose timestamp is now unless given. */
export type ModelCallInput = Omit<ModelCall, "timestamp"> & {
  readonly timestamp?: number | undefined;
};
