import type { AttemptEnd, AttemptProgress, FactSink, StampedFact } from "../recorder/index.ts";
import type { TokenUsage } from "../upstream/index.ts";
import { outputAllowance, type PlannedCall } from "./planned-call.ts";
import { larger, nothing, sum, type Spending } from "./spending.ts";
import type { Tallies } from "./tallies.ts";

/** What a number of tokens costs at a model; null where it has no known price. */
export type CostOf = (provider: string, model: string, usage: TokenUsage) => number | null;

export interface LedgerOptions {
  readonly tallies: Tallies;
  readonly costOf: CostOf;
  /** Whose request it is; undefined where nobody knows it any more. */
  readonly ownerOf: (requestId: string) => string | undefined;
}

export interface ModelName {
  readonly provider: string;
  readonly model: string;
}

/** A request whose spending somebody watches. */
export interface OpenRequest {
  readonly clientId: string;
  /** Null where its session has no limit. */
  readonly sessionKey: string | null;
  /** Its model call under way, or the one before: counted where a provider does not tell. */
  planned: PlannedCall | null;
  spent: Spending;
  /** Held back for its model call, until that is over: others can't spend it meanwhile. */
  reserved: Spending;
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
      planned: null,
      spent: nothing,
      reserved: nothing,
      running: null,
      isClosed: false,
    };
    this.#open.set(requestId, request);
    return request;
  }

  /** It goes, and what it holds back with it, once its last attempt has been counted too. */
  end(requestId: string): void {
    const request = this.#open.get(requestId);
    if (request === undefined) return;
    request.isClosed = true;
    if (request.running === null) this.#open.delete(requestId);
  }

  /** Holds back what a model call may take, at the dearest of those who may be asked. */
  reserve(request: OpenRequest, planned: PlannedCall, models: readonly ModelName[]): void {
    const { inputTokens } = planned;
    const outputTokens = outputAllowance(planned);
    const usage = usageOf(inputTokens, outputTokens);
    const costs = models.map(({ provider, model }) => this.#options.costOf(provider, model, usage));
    request.planned = planned;
    request.reserved = {
      tokens: inputTokens + outputTokens,
      usd: Math.max(0, ...costs.map((usd) => usd ?? 0)),
    };
  }

  /** What other requests hold back, or have taken already, of the same token's day or of its session. */
  heldByOthers(request: OpenRequest, scope: "day" | "session"): Spending {
    let held = nothing;
    for (const other of this.#open.values()) {
      const isSame =
        scope === "day"
          ? other.clientId === request.clientId
          : request.sessionKey !== null && other.sessionKey === request.sessionKey;
      if (other === request || !isSame) continue;
      held = sum(held, larger(other.reserved, this.runningOf(other)));
    }
    return held;
  }

  /** What the attempt under way has taken so far: what was said, and of the input the estimate. */
  runningOf({ running, planned }: OpenRequest): Spending {
    if (running === null) return nothing;
    const { provider, model, progress } = running;
    const outputTokens = progress.outputTokens;
    return {
      tokens: (planned?.inputTokens ?? 0) + outputTokens,
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
    if (fact.type === "attempt.ended") {
      this.#count(fact.requestId, fact.end);
      if (fact.final) this.#release(fact.requestId);
    }
    if (fact.type === "attempt.abandoned") this.#release(fact.requestId);
  }

  /** The model call is over: what it took is counted, and what it did not take is free again. */
  #release(requestId: string): void {
    const request = this.#open.get(requestId);
    if (request !== undefined) request.reserved = nothing;
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

  /**
   * As the provider told. Where it did not: the input by estimate and what came of the answer, for a
   * provider bills what it was sent, whoever stopped listening; nothing where it refused it.
   */
  #spentBy(end: AttemptEnd, request: OpenRequest | undefined): Spending {
    const { usage, costUsd } = end;
    if (usage.inputTokens !== null) {
      return { tokens: usage.inputTokens + (usage.outputTokens ?? 0), usd: costUsd ?? 0 };
    }
    const said = usage.outputTokens ?? 0;
    if (said === 0 && !mayBeBilled(end)) return { tokens: 0, usd: costUsd ?? 0 };
    const { planned, running } = request ?? { planned: null, running: null };
    const inputTokens = planned?.inputTokens ?? 0;
    const outputTokens = said + unheardOf(end, planned);
    const estimated =
      running === null
        ? null
        : this.#options.costOf(running.provider, running.model, usageOf(inputTokens, outputTokens));
    return { tokens: inputTokens + outputTokens, usd: Math.max(costUsd ?? 0, estimated ?? 0) };
  }
}

/** It was sent, and not answered with an error. */
function mayBeBilled({ sent, httpStatus }: AttemptEnd): boolean {
  return sent && (httpStatus === null || (httpStatus >= 200 && httpStatus < 300));
}

/** A whole answer that nobody waited for is written to its end all the same: how long it may have become. */
function unheardOf({ errorKind }: AttemptEnd, planned: PlannedCall | null): number {
  if (planned === null || planned.isStream) return 0;
  return errorKind === "cancelled" || errorKind === "timeout" ? outputAllowance(planned) : 0;
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
