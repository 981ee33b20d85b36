const WINDOW_MS = 60_000;
const REQUESTS = 10_000;
const TOKENS = 2_000_000;

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

  /** OpenAI's rate limit headers as they stand. */
  headers(): Record<string, string> {
    this.#turn();
    const resetMs = Math.max(this.#windowStart + WINDOW_MS - this.#now(), 0);
    const reset = `${(resetMs / 1_000).toFixed(3)}s`;
    return {
      "x-ratelimit-limit-requests": String(REQUESTS),
      "x-ratelimit-limit-tokens": String(TOKENS),
      "x-ratelimit-remaining-requests": String(Math.max(REQUESTS - this.#requests, 0)),
      "x-ratelimit-remaining-tokens": String(Math.max(TOKENS - this.#tokens, 0)),
      "x-ratelimit-reset-requests": reset,
      "x-ratelimit-reset-tokens": reset,
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
