const WINDOW_MS = 60_000;
const REQUESTS = 10_000;
const TOKENS = 2_000_000;

/** A limit of a minute, and what is left of it. */
export interface Limit {
  readonly limit: number;
  readonly remaining: number;
}

/** The rate limits as they stand. */
export interface QuotaState {
  readonly requests: Limit;
  readonly tokens: Limit;
  /** When they are whole again: how long until then, and the same in epoch milliseconds. */
  readonly resetMs: number;
  readonly resetAtMs: number;
}

/**
 * The rate limits that the headers tell, by the minute. They are counted but never enforced: load
 * tests go beyond any limit, and who wants a 429 injects one.
 */
export class Quota {
  readonly #now: () => number;
  #windowStart = 0;
  #requests = 0;
  #tokens = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one request of so many tokens. */
  spend(tokens: number): void {
    this.#turn();
    this.#requests += 1;
    this.#tokens += tokens;
  }

  state(): QuotaState {
    this.#turn();
    const resetAtMs = this.#windowStart + WINDOW_MS;
    return {
      // Never nothing: who believed that would wait for what is served all the same.
      requests: { limit: REQUESTS, remaining: Math.max(REQUESTS - this.#requests, 1) },
      tokens: { limit: TOKENS, remaining: Math.max(TOKENS - this.#tokens, 1) },
      resetMs: Math.max(resetAtMs - this.#now(), 0),
      resetAtMs,
    };
  }

  #turn(): void {
    const now = this.#now();
    if (now - this.#windowStart < WINDOW_MS) return;
    this.#windowStart = now;
    this.#requests = 0;
    this.#tokens = 0;
  }
}
