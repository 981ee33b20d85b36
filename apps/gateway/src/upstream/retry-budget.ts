import type { Fact } from "../recorder/index.ts";

/** In fifths of a retry, so that sums are exact. */
const perCall = 1;
const perRetry = 5;
/** What there is to begin with, and the most there is: ten retries. */
const capacity = 10 * perRetry;
/** When it has run dry, retries begin again with five: else it would be dry again with the next one. */
const enoughAgain = 5 * perRetry;

export interface RetryBudgetOptions {
  readonly provider: string;
  readonly state: (fact: Fact) => void;
}

/**
 * How many retries a provider's calls may make among them: while many fail, retries would only add to
 * what it can't bear. Every call adds a little, every retry takes a whole one.
 */
export class RetryBudget {
  readonly #options: RetryBudgetOptions;
  #tokens = capacity;
  #isDry = false;
  #refused = 0;

  constructor(options: RetryBudgetOptions) {
    this.#options = options;
  }

  /** Retries that were not made since it ran dry, or when it was last dry. */
  get refused(): number {
    return this.#refused;
  }

  addCall(): void {
    this.#tokens = Math.min(capacity, this.#tokens + perCall);
    if (!this.#isDry || this.#tokens < enoughAgain) return;
    this.#isDry = false;
    const { provider } = this.#options;
    this.#tell(
      "info",
      `Failed calls of ${provider} are made again as usual. Retries that were not made: ${this.#refused}.`,
    );
  }

  /** Takes a retry, or says that there is none to take. */
  take(): boolean {
    if (!this.#isDry && this.#tokens >= perRetry) {
      this.#tokens -= perRetry;
      return true;
    }
    if (!this.#isDry) {
      this.#isDry = true;
      this.#refused = 0;
      const { provider } = this.#options;
      this.#tell(
        "warn",
        `So many calls of ${provider} fail that they are not made again for now: retries would add to its load.`,
      );
    }
    this.#refused += 1;
    return false;
  }

  #tell(level: "info" | "warn", message: string): void {
    const { provider, state } = this.#options;
    const context = { provider, retriesNotMade: this.#refused };
    state({ type: "event", level, source: `model.${provider}`, message, context });
  }
}
