import type { ErrorKind } from "@signalbox/api-contract";
import type { ProviderConfig } from "../../config/index.ts";
import type { Failure } from "../failure.ts";
import { usedUpUntil, type Quota } from "../quota.ts";
import { pausedKind, type Block } from "./block.ts";
import { CallWindow } from "./call-window.ts";
import { Circuit } from "./circuit.ts";
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
  enter(): Pass | null {
    this.lastUsedMono = this.#options.mono();
    if (this.#isClear) return ordinaryPass;
    if (this.block() !== null) return null;
    const isModelTrial = this.circuit.trouble !== null;
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

  /** What stands between a call and the model now. */
  block(): Block | null {
    const { provider } = this;
    return (
      this.#pauseOf(provider.pause, provider.scope) ??
      this.#pauseOf(this.pause, this.scope) ??
      this.#circuitOf(provider.circuit, provider.scope) ??
      this.#circuitOf(this.circuit, this.scope) ??
      this.#throttle()
    );
  }

  /** The first token of a trial is proof enough: the rest may take minutes. */
  firstToken(pass: Pass): void {
    if (this.circuit.isTrial(pass)) this.#close("its trial went well");
    if (this.provider.circuit.isTrial(pass)) this.provider.close("its key was accepted");
  }

  /** Takes in what became of a call that had leave. */
  settle(pass: Pass, settled: Settled, config: ProviderConfig): void {
    const { failure, status, retryAfterMs, quota } = settled;
    this.#noteQuota(quota, config);
    if (failure === null) {
      this.#succeed(pass, config);
      return;
    }
    // Practice has no key that could be wrong: it plays a refusal, for that model alone.
    if (failure.kind === "auth" && config.kind !== "practice") {
      this.#refused(pass, status, config);
      return;
    }
    this.#settleProvider(pass, status);
    const isThrottled = failure.kind === "rate_limit" && retryAfterMs !== null;
    if (isThrottled && retryAfterMs <= config.retries.maxRetryAfterMs) {
      this.#throttleFor(retryAfterMs);
    }
    if (isThrottled || neutral.has(failure.kind)) this.#giveUpTrial(pass);
    else this.#fail(pass, failure.kind, config);
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

  #succeed(pass: Pass, { breaker }: ProviderConfig): void {
    this.#window.succeeded(this.#options.mono(), breaker.windowMs);
    this.firstToken(pass);
  }

  #refused(pass: Pass, status: number, { breaker }: ProviderConfig): void {
    if (status !== forbidden) {
      this.#giveUpTrial(pass);
      this.provider.refuseKey(pass);
      return;
    }
    // A key may be good and not for this model: who names such a model must not shut out the others.
    this.#settleProvider(pass, status);
    this.#open("auth", "its key is not allowed to use it (403)", breaker);
  }

  /** A provider that answers anything but a refusal has accepted the key. */
  #settleProvider(pass: Pass, status: number): void {
    if (!this.provider.circuit.isTrial(pass)) return;
    if (status > 0 && status < firstServerError) {
      this.provider.close("its key was accepted");
      return;
    }
    this.provider.circuit.giveUpTrial();
    this.provider.notify();
  }

  #giveUpTrial(pass: Pass): void {
    if (!this.circuit.isTrial(pass)) return;
    this.circuit.giveUpTrial();
    this.waiters.notify();
  }

  #fail(pass: Pass, kind: ErrorKind, { breaker }: ProviderConfig): void {
    const mono = this.#options.mono();
    this.#window.failed(kind, mono, breaker.windowMs);
    const { trouble } = this.circuit;
    if (trouble !== null) {
      // A call from before it opened tells nothing new.
      if (this.circuit.isTrial(pass))
        this.#open(kind, `${this.#opened}, and so did its trial (${kind})`, breaker);
      return;
    }
    const { calls, failures, mostly } = this.#window.counts(mono, breaker.windowMs);
    if (failures < breaker.failures || failures / calls < breaker.failureRate) return;
    const kinds = mostly === null ? "" : `, mostly ${mostly}`;
    this.#opened = `${failures} of ${calls} attempts failed${kinds}`;
    this.#open(mostly ?? kind, this.#opened, breaker);
  }

  #open(kind: ErrorKind, reason: string, breaker: ProviderConfig["breaker"]): void {
    const isNew = this.circuit.trouble === null;
    this.circuit.open(kind, reason, breaker);
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

  #circuitOf(circuit: Circuit, scope: Scope): Block | null {
    const { trouble } = circuit;
    if (trouble === null || circuit.mayTry) return null;
    const { mono, now } = this.#options;
    const remainingMs = circuit.isTrialRunning ? null : circuit.untilMono - mono();
    return {
      waitsFor: "breaker",
      kind: trouble.kind,
      what: nameOf(scope),
      reason: trouble.reason,
      since: trouble.since,
      until: remainingMs === null ? null : Math.round(now() + remainingMs),
      remainingMs,
    };
  }
}

const forbidden = 403;
const firstServerError = 500;
