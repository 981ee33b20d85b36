import type { AttemptEnd, AttemptProgress, FactSink, StampedFact } from "../recorder/index.ts";
import type { TokenUsage } from "../upstream/index.ts";
import { nothing, sum, type Spending } from "./spending.ts";
import type { Tallies } from "./tallies.ts";

/** What a number of tokens costs at a model; null where it has no known price. */
export type CostOf = (provider: string, model: string, usage: TokenUsage) => number | null;

export interface LedgerOptions {
  readonly tallies: Tallies;
  readonly costOf: CostOf;
  /** Whose request it is; undefined where nobody knows it any more. */
  readonly ownerOf: (requestId: string) => string | undefined;
}

/** A request whose spending somebody watches. */
export interface OpenRequest {
  readonly clientId: string;
  /** Null where its session has no limit. */
  readonly sessionKey: string | null;
  /** Of what is sent with its next model call: counted where a provider does not tell. */
  inputEstimate: number;
  spent: Spending;
  running: {
    readonly provider: string;
    readonly model: string;
    readonly progress: AttemptProgress;
  } | null;
  isClosed: boolean;
}

/** Adds up what model calls take, from the facts: by request, by session and by token and day. */
export class Ledger implements FactSink {
  readonly #options: LedgerOptions;
  /** As many as requests in flight that have a limit to keep. */
  readonly #open = new Map<string, OpenRequest>();

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  get open(): ReadonlyMap<string, OpenRequest> {
    return this.#open;
  }

  begin(requestId: string, clientId: string, sessionKey: string | null): OpenRequest {
    const request: OpenRequest = {
      clientId,
      sessionKey,
      inputEstimate: 0,
      spent: nothing,
      running: null,
      isClosed: false,
    };
    this.#open.set(requestId, request);
    return request;
  }

  /** It goes once its last attempt has been counted too. */
  end(requestId: string): void {
    const request = this.#open.get(requestId);
    if (request === undefined) return;
    request.isClosed = true;
    if (request.running === null) this.#open.delete(requestId);
  }

  /** What the attempt under way has taken so far: what was said, and of the input the estimate. */
  runningOf({ running, inputEstimate }: OpenRequest): Spending {
    if (running === null) return nothing;
    const { provider, model, progress } = running;
    const outputTokens = progress.outputTokens;
    return {
      tokens: inputEstimate + outputTokens,
      // What of the input came from a cache is not known yet, so it is not priced before its end.
      usd: this.#options.costOf(provider, model, usageOf(0, outputTokens)) ?? 0,
    };
  }

  apply({ fact }: StampedFact): void {
    if (fact.type === "attempt.started") {
      const request = this.#open.get(fact.requestId);
      if (request !== undefined) request.running = fact;
      return;
    }
    if (fact.type === "attempt.ended") this.#count(fact.requestId, fact.end);
  }

  #count(requestId: string, end: AttemptEnd): void {
    const { tallies, ownerOf } = this.#options;
    const request = this.#open.get(requestId);
    const clientId = request?.clientId ?? ownerOf(requestId);
    if (clientId === undefined) return;
    const spent = this.#spentBy(end, request);
    if (request !== undefined) {
      request.running = null;
      request.spent = sum(request.spent, spent);
      if (request.sessionKey !== null) tallies.addToSession(request.sessionKey, spent);
      if (request.isClosed) this.#open.delete(requestId);
    }
    tallies.addToDay(clientId, spent);
  }

  /** As the provider told; of a stream that was cut short, what came of it and the input's estimate. */
  #spentBy({ usage, costUsd }: AttemptEnd, request: OpenRequest | undefined): Spending {
    if (usage.inputTokens !== null) {
      return { tokens: usage.inputTokens + (usage.outputTokens ?? 0), usd: costUsd ?? 0 };
    }
    const outputTokens = usage.outputTokens ?? 0;
    if (outputTokens === 0) return { tokens: 0, usd: costUsd ?? 0 };
    const inputTokens = request?.inputEstimate ?? 0;
    const { running } = request ?? { running: null };
    const estimated =
      running === null
        ? null
        : this.#options.costOf(running.provider, running.model, usageOf(inputTokens, outputTokens));
    return { tokens: inputTokens + outputTokens, usd: costUsd ?? estimated ?? 0 };
  }
}

function usageOf(inputTokens: number, outputTokens: number): TokenUsage {
  return {
    inputTokens,
    outputTokens,
    cachedTokens: null,
    cacheWriteTokens: null,
    cacheWrite1hTokens: null,
    reasoningTokens: null,
  };
}
