import type { ErrorKind } from "@signalbox/api-contract";
import type { ProviderConfig } from "../../config/index.ts";
import type { Failure } from "../failure.ts";
import { usedUpUntil, type Quota } from "../quota.ts";
import { pausedKind, type Block } from "./block.ts";
import { CallWindow } from "./call-window.ts";
import { Circuit, type Opening } from "./circuit.ts";
import { nameOf, type GateFacts, type Scope } from "./gate-facts.ts";
import { isOver, type Pause } from "./pause.ts";
import type { GateOptions, ProviderGate } from "./provider-gate.ts";
import { Waiters } from "./waiters.ts";

/** Calls that wait for one model: those beyond are turned away at once. */
const maxWaiters = 1_000;

/** They say nothing of how well the model works. */
const neutral: ReadonlySet<ErrorKind> = new Set([
  "context_length",
  "content_filter",
  "invalid_request",
  "cancelled",
  "budget",
]);

/** Leave to make one call; to be handed back with what became of it. */
export interface Pass {
  readonly isModelTrial: boolean;
  readonly isProviderTrial: boolean;
}

const ordinaryPass: Pass = { isModelTrial: false, isProviderTrial: false };

/** What became of a call. */
export interface Settled {
  readonly failure: Failure | null;
  /** 0 where nothing was answered. */
  readonly status: number;
  readonly retryAfterMs: number | null;
  readonly quota: Quota | null;
  /** Whose call it was; null where nobody's. */
  readonly owner?: string | null;
}

/** Whether a provider's model may be called now: its breaker, its throttle, its pause, and its provider's. */
export class ModelGate {
  readonly provider: ProviderGate;
  readonly scope: Scope;
  readonly circuit: Circuit;
  readonly waiters = new Waiters(maxWaiters);
  readonly #window = new CallWindow();
  readonly #options: GateOptions;
  readonly #facts: GateFacts;
  /** Why it opened, without what became of its trials. */
  #opened = "";
  #throttledUntilMono = 0;
  pause: Pause | null = null;
  quota: Quota | null = null;
  lastUsedMono = 0;

  constructor(provider: ProviderGate, model: string, options: GateOptions) {
    this.provider = provider;
    this.scope = { provider: provider.scope.provider, model };
    this.circuit = new Circuit(options);
    this.#options = options;
    this.#facts = options.facts;
  }

  /** Nothing would be lost if it were forgotten. */
  get isIdle(): boolean {
    return this.#isClear && this.waiters.size === 0;
  }

  /** When its throttle ends, in epoch milliseconds; null where there is none. */
  get throttledUntil(): number | null {
    const { mono, now } = this.#options;
    const left = this.#throttledUntilMono - mono();
    return left > 0 ? Math.round(now() + left) : null;
  }

  get #isClear(): boolean {
    const { provider } = this;
    return (
      this.circuit.trouble === null &&
      provider.circuit.trouble === null &&
      this.#throttledUntilMono === 0 &&
      this.pause === null &&
      provider.pause === null
    );
  }

  /** Leave to make a call now; null where something stands between: {@link block} says what. */
  enter(owner: string | null = null): Pass | null {
    this.lastUsedMono = this.#options.mono();
    if (this.#isClear) return ordinaryPass;
    if (this.block(owner) !== null) return null;
    const isModelTrial = this.circuit.concerns(owner);
    const isProviderTrial = this.provider.circuit.trouble !== null;
    if (!isModelTrial && !isProviderTrial) return ordinaryPass;
    const pass: Pass = { isModelTrial, isProviderTrial };
    if (isProviderTrial) this.provider.beginTrial(pass);
    if (isModelTrial) {
      this.circuit.beginTrial(pass);
      this.#facts.onTrial(this.scope, this.circuit);
    }
    return pass;
  }

  /** What stands between a client's call and the model now. */
  block(owner: string | null = null): Block | null {
    const { provider } = this;
    return (
      this.#pauseOf(provider.pause, provider.scope) ??
      this.#pauseOf(this.pause, this.scope) ??
      this.#circuitOf(provider.circuit, provider.scope, owner) ??
      this.#circuitOf(this.circuit, this.scope, owner) ??
      this.#throttle()
    );
  }

  /** The first token of a trial, or a good head, is proof enough: the rest may take minutes. */
  works(pass: Pass): void {
    if (this.circuit.isTrial(pass)) this.#close("its trial went well");
    if (this.provider.circuit.isTrial(pass)) this.provider.close("its key was accepted");
  }

  /** Takes in what became of a call that had leave. */
  settle(pass: Pass, settled: Settled, config: ProviderConfig): void {
    const { failure, status, retryAfterMs, quota, owner = null } = settled;
    this.#noteQuota(quota, config);
    if (failure === null) {
      this.#window.succeeded(owner, this.#options.mono(), config.breaker.windowMs);
      this.works(pass);
      return;
    }
    if (isKeyRefused(failure, status, config)) {
      this.#giveUpTrial(pass);
      this.provider.refuseKey(pass, trialMsOf(config));
      return;
    }
    this.#settleProvider(pass, status);
    const isThrottled = failure.kind === "rate_limit" && retryAfterMs !== null;
    if (isThrottled && retryAfterMs <= config.retries.maxRetryAfterMs) {
      this.#throttleFor(retryAfterMs);
    }
    const isNeutral = failure.isNeutral === true || neutral.has(failure.kind);
    if (isThrottled || isNeutral) this.#giveUpTrial(pass);
    else this.#fail(pass, { kind: failure.kind, owner }, config);
  }

  /** Forgets its failures and its throttle. False where nothing of the kind stood in the way. */
  reset(why: string): boolean {
    const wasThrottled = this.throttledUntil !== null;
    this.#throttledUntilMono = 0;
    if (this.circuit.trouble !== null) {
      this.#close(why);
      return true;
    }
    if (wasThrottled) this.waiters.notify();
    return wasThrottled;
  }

  /** A provider that answers anything but a refusal has accepted the key. */
  #settleProvider(pass: Pass, status: number): void {
    if (!this.provider.circuit.isTrial(pass)) return;
    if (status > 0 && status < firstServerError) {
      this.provider.close("its key was accepted");
      return;
    }
    this.provider.circuit.giveUpTrial(pass);
    this.provider.notify();
  }

  #giveUpTrial(pass: Pass): void {
    if (!this.circuit.isTrial(pass)) return;
    this.circuit.giveUpTrial(pass);
    this.waiters.notify();
  }

  #fail(pass: Pass, { kind, owner }: FailedCall, config: ProviderConfig): void {
    const { failures: enough, failureRate, windowMs } = config.breaker;
    const mono = this.#options.mono();
    this.#window.failed(owner, kind, mono, windowMs);
    if (this.circuit.isTrial(pass)) {
      const reason = `${this.#opened}, and so did its trial (${kind})`;
      this.#open({ kind, reason, owner: this.circuit.trouble?.owner ?? null }, config);
      return;
    }
    // A call from before it opened tells nothing new.
    if (this.circuit.concerns(owner)) return;
    const { calls, failures, mostly, callers, failing } = this.#window.counts(mono, windowMs);
    if (failures < enough || failures / calls < failureRate) return;
    // Where the others' calls go well, one client's failures may come of what it asks.
    if (failing === 1 && callers > 1) return;
    const kinds = mostly === null ? "" : `, mostly ${mostly}`;
    this.#opened = `${failures} of ${calls} attempts failed${kinds}`;
    const whose = failing === 1 ? owner : null;
    this.#open({ kind: mostly ?? kind, reason: this.#opened, owner: whose }, config);
  }

  #open(opening: Opening, config: ProviderConfig): void {
    const isNew = this.circuit.trouble === null;
    this.circuit.open(opening, { ...config.breaker, trialMs: trialMsOf(config) });
    this.#facts.opened(this.scope, this.circuit, isNew);
    this.waiters.notify();
  }

  #close(why: string): void {
    if (this.circuit.trouble === null) return;
    this.circuit.close();
    this.#window.clear();
    this.#facts.closed(this.scope, why);
    this.waiters.notify();
  }

  #noteQuota(quota: Quota | null, { retries }: ProviderConfig): void {
    if (quota === null) return;
    this.quota = quota;
    const until = usedUpUntil(quota);
    if (until === null) return;
    const ms = until - this.#options.now();
    if (ms > 0 && ms <= retries.maxRetryAfterMs) this.#throttleFor(ms);
  }

  #throttleFor(ms: number): void {
    const until = this.#options.mono() + ms;
    this.#throttledUntilMono = Math.max(this.#throttledUntilMono, until);
  }

  #throttle(): Block | null {
    const remainingMs = this.#throttledUntilMono - this.#options.mono();
    if (remainingMs <= 0) {
      this.#throttledUntilMono = 0;
      return null;
    }
    return {
      waitsFor: "throttled",
      kind: "rate_limit",
      what: nameOf(this.scope),
      reason: "its provider asked for a pause",
      since: null,
      until: this.throttledUntil,
      remainingMs,
    };
  }

  #pauseOf(pause: Pause | null, scope: Scope): Block | null {
    const now = this.#options.now();
    if (pause === null || isOver(pause, now)) return null;
    return {
      waitsFor: "paused",
      kind: pausedKind,
      what: nameOf(scope),
      reason: `an operator paused it${pause.reason === null ? "" : ` (${pause.reason})`}`,
      since: pause.since,
      until: pause.until,
      remainingMs: pause.until === null ? null : pause.until - now,
    };
  }

  #circuitOf(circuit: Circuit, scope: Scope, owner: string | null): Block | null {
    const { trouble, trialLeftMs } = circuit;
    if (trouble === null || !circuit.concerns(owner) || circuit.mayTry) return null;
    const { mono, now } = this.#options;
    const remainingMs = trialLeftMs === null ? circuit.untilMono - mono() : null;
    return {
      waitsFor: "breaker",
      kind: trouble.kind,
      what: nameOf(scope),
      reason: trouble.reason,
      since: trouble.since,
      until: remainingMs === null ? null : Math.round(now() + remainingMs),
      remainingMs,
      trialLeftMs,
    };
  }
}

interface FailedCall {
  readonly kind: ErrorKind;
  readonly owner: string | null;
}

/**
 * 401 is about the key. All else that refuses may be about this one call: no credit for so much, words
 * that are not allowed, a model that is not for this key. Practice has no key that could be wrong: it
 * plays a refusal, for that model alone.
 */
function isKeyRefused({ kind }: Failure, status: number, config: ProviderConfig): boolean {
  return kind === "auth" && status === unauthorized && config.kind !== "practice";
}

/** What should have answered by then; a provider may be given longer than it makes sense to wait for proof. */
function trialMsOf({ timeouts, breaker }: ProviderConfig): number {
  return Math.min(timeouts.firstByteMs, breaker.openMs);
}

const unauthorized = 401;
const firstServerError = 500;
