import { ContractError } from "@signalbox/api-contract";
import type { Caller } from "@signalbox/api-contract/server";
import type { Clock } from "../clock.ts";
import type { AgentConfig, Config } from "../config/index.ts";
import type { Fact } from "../recorder/index.ts";
import { RequestFailure } from "../requests/index.ts";
import type { Target } from "../upstream/index.ts";
import type { Ledger, ModelName, OpenRequest } from "./ledger.ts";
import { limitsOf, type Limit } from "./limit.ts";
import type { PlannedCall } from "./planned-call.ts";
import {
  describeAmount,
  describeOver,
  isOver,
  isUsedUp,
  nothing,
  sum,
  type Spending,
} from "./spending.ts";
import { msToNextDay, type Tallies } from "./tallies.ts";

export interface BudgetsOptions {
  readonly config: () => Config;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly tallies: Tallies;
  readonly isPriced: (target: Target) => boolean | Promise<boolean>;
  readonly state: (fact: Fact) => void;
}

export interface GuardedRequest {
  readonly caller: Caller;
  readonly requestId: string;
  /** Null where the client named none. */
  readonly sessionId: string | null;
  /** Null where a provider's model was asked for itself. */
  readonly agent: AgentConfig | null;
  /** Everyone who may be asked. */
  readonly targets: readonly Target[];
  /** Aborts when nobody waits for it any more. */
  readonly signal: AbortSignal;
}

/** Holds a request to its limits, from before its acceptance to its end. */
export interface BudgetGuard extends Disposable {
  /** The request's own, and aborts with a `budget` failure too, in the middle of a model call. */
  readonly signal: AbortSignal;
  /**
   * Before each model call, with what is known of it, which is asked for only where it is of use. Throws
   * a `budget` failure where nothing is left.
   */
  beforeCall(plan: () => PlannedCall): void;
}

interface Guarded {
  readonly limits: readonly Limit[];
  readonly request: OpenRequest;
  /** Everyone who may be asked. */
  readonly models: readonly ModelName[];
  readonly stop: AbortController;
}

/** How often what streams is held against its limits: a model says a few tokens in that time. */
const sweepEveryMs = 50;

/** What may be spent, and the stop where it is. */
export class Budgets {
  readonly #options: BudgetsOptions;
  /** As many as requests in flight. */
  readonly #guarded = new Set<Guarded>();
  /** Limits of which an operator was told on this day; cleared with the day. */
  readonly #told = new Set<string>();
  #toldUntil = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: BudgetsOptions) {
    this.#options = options;
  }

  /**
   * The one way to a budget. Call it before the request is accepted, hand `guard.signal` to the registry
   * in the place of the client's own, and dispose of the guard when the request is over:
   *
   *     using guard = await budgets.guard({ caller, requestId, sessionId, agent, targets, signal });
   *     await registry.run({ ...spec, signal: guard.signal }, work);
   *
   * Throws a ContractError `budget` where nothing is left of a session's or a token's budget, and
   * `invalid` where a limit in dollars can't be held because a model has no known price.
   */
  async guard(asked: GuardedRequest): Promise<BudgetGuard> {
    const { caller, agent, requestId, sessionId } = asked;
    const limits = limitsOf(caller.name, agent, this.#options.config().budget);
    if (limits.length === 0) return freeGuard(asked.signal);
    await this.#refuseUnpriced(limits, asked.targets);
    const hasSession = sessionId !== null && limits.some(({ scope }) => scope === "session");
    const sessionKey = hasSession ? `${caller.tokenId}/${sessionId}` : null;
    this.#refuseUsedUp(limits, caller, sessionKey);
    const request = this.#options.ledger.begin(requestId, caller.tokenId, sessionKey);
    const stop = new AbortController();
    const models = asked.targets.map(({ provider, model }) => ({ provider: provider.name, model }));
    const guarded: Guarded = { limits, request, models, stop };
    this.#guarded.add(guarded);
    this.#timer ??= setInterval(() => {
      this.#sweep();
    }, sweepEveryMs).unref();
    return {
      signal: AbortSignal.any([asked.signal, stop.signal]),
      beforeCall: (plan) => {
        this.#beforeCall(guarded, plan());
      },
      [Symbol.dispose]: () => {
        this.#options.ledger.end(requestId);
        this.#guarded.delete(guarded);
        if (this.#guarded.size > 0 || this.#timer === null) return;
        clearInterval(this.#timer);
        this.#timer = null;
      },
    };
  }

  async #refuseUnpriced(limits: readonly Limit[], targets: readonly Target[]): Promise<void> {
    if (!limits.some(({ unit }) => unit === "usd")) return;
    const alone = limits.find(
      ({ unit, scope }) =>
        unit === "usd" && !limits.some((one) => one.unit === "tokens" && one.scope === scope),
    );
    for (const target of targets) {
      // Asked where tokens are limited too: it is what loads the prices that a call is reserved at.
      if ((await this.#options.isPriced(target)) || alone === undefined) continue;
      const name = `${target.provider.name}/${target.model}`;
      throw new ContractError(
        "invalid",
        `The budget of ${alone.owner} is in dollars (${alone.key}), and there is no known price for ${name}, so it can't be held. Ask for a model that has one, add prices.${name} to the config, or limit tokens too.`,
        { errorKind: "invalid_request" },
      );
    }
  }

  #refuseUsedUp(limits: readonly Limit[], caller: Caller, sessionKey: string | null): void {
    for (const limit of limits) {
      const spent = this.#settled(limit, caller.tokenId, sessionKey);
      if (limit.scope === "request" || !isUsedUp(limit, spent)) continue;
      const isDay = limit.scope === "day";
      const then = isDay
        ? "It begins anew at midnight UTC."
        : "Begin another session, or have the limit raised.";
      const message = `${describeOver(limit, spent)} ${then}`;
      this.#tell(`${limit.key} ${sessionKey ?? ""} ${caller.tokenId}`, message);
      throw new ContractError("budget", message, {
        errorKind: "budget",
        ...(isDay && { retryAfterMs: msToNextDay(this.#options.clock.now()) }),
      });
    }
  }

  /** An operator is told once a day of each, however often it is asked for. */
  #tell(key: string, message: string): void {
    const now = this.#options.clock.now();
    if (now >= this.#toldUntil || this.#told.size >= maxTold) {
      this.#told.clear();
      this.#toldUntil = now + msToNextDay(now);
    }
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#options.state({
      type: "event",
      level: "warn",
      source: "budget",
      message: `Requests are refused. ${message}`,
    });
  }

  /**
   * Lets a call go where something is left for it beside what the calls under way may take, and holds back
   * what it may take itself: together they go over a limit by no more than one call.
   */
  #beforeCall({ limits, request, stop, models }: Guarded, planned: PlannedCall): void {
    const { ledger, clock } = this.#options;
    stop.signal.throwIfAborted();
    const now = clock.now();
    // What of the input came from a cache is not known yet, so that its dollars are not.
    const input: Spending = { tokens: planned.inputTokens, usd: 0 };
    for (const limit of limits) {
      const spent = this.#spent(limit, request, nothing);
      if (isUsedUp(limit, spent)) throw failureOf(limit, spent, now);
      if (isOver(limit, sum(spent, input))) {
        throw failureOf(limit, spent, now, tooMuchToSend(input.tokens));
      }
      if (limit.scope === "request") continue;
      const held = ledger.heldByOthers(request, limit.scope);
      const committed = sum(spent, held);
      if (isUsedUp(limit, committed) || isOver(limit, sum(committed, input))) {
        throw heldFailureOf(limit, spent, held);
      }
    }
    ledger.reserve(request, planned, models);
  }

  /** Stops what is over one of its limits, what it says at this moment included. */
  #sweep(): void {
    const { ledger } = this.#options;
    const runningOfKeys = new Map<string, Spending>();
    for (const request of ledger.open.values()) {
      const sofar = runningOfKeys.get(request.clientId) ?? nothing;
      runningOfKeys.set(request.clientId, sum(sofar, ledger.runningOf(request)));
    }
    for (const { limits, request, stop } of this.#guarded) {
      if (stop.signal.aborted) continue;
      for (const limit of limits) {
        const running =
          limit.scope === "day"
            ? (runningOfKeys.get(request.clientId) ?? nothing)
            : ledger.runningOf(request);
        const spent = this.#spent(limit, request, running);
        if (isOver(limit, spent)) {
          stop.abort(failureOf(limit, spent, this.#options.clock.now()));
        }
      }
    }
  }

  #spent(limit: Limit, request: OpenRequest, running: Spending): Spending {
    const settled =
      limit.scope === "request"
        ? request.spent
        : this.#settled(limit, request.clientId, request.sessionKey);
    return sum(settled, running);
  }

  #settled({ scope }: Limit, clientId: string, sessionKey: string | null): Spending {
    const { tallies } = this.#options;
    if (scope === "day") return tallies.ofDay(clientId);
    return scope === "session" && sessionKey !== null ? tallies.ofSession(sessionKey) : nothing;
  }
}

const maxTold = 10_000;
/** Calls take seconds; what they hold is free at their end. */
const heldRetryMs = 2_000;

function freeGuard(signal: AbortSignal): BudgetGuard {
  return { signal, beforeCall: () => {}, [Symbol.dispose]: () => {} };
}

function failureOf(
  limit: Limit,
  spent: Spending,
  now: number,
  why = "The request was stopped.",
): RequestFailure {
  const retryAfterMs = limit.scope === "day" ? msToNextDay(now) : null;
  return new RequestFailure("budget", `${describeOver(limit, spent)} ${why}`, { retryAfterMs });
}

/** Others' calls may take all that is left; what they don't take is free again at their end. */
function heldFailureOf(limit: Limit, spent: Spending, held: Spending): RequestFailure {
  const why = `Calls under way may take ${describeAmount(limit.unit, held)} more, which leaves too little for another one. Send it again when they have ended, or bound their answers (max_tokens).`;
  return new RequestFailure("budget", `${describeOver(limit, spent)} ${why}`, {
    retryAfterMs: heldRetryMs,
  });
}

function tooMuchToSend(tokens: number): string {
  const about = Math.round(tokens).toLocaleString("en-US");
  return `What the next model call would be sent, about ${about} tokens, is more than is left.`;
}
