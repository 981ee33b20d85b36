import { RetryBudget } from "../retry-budget.ts";
import { Circuit, type CircuitOptions } from "./circuit.ts";
import type { GateFacts, Scope } from "./gate-facts.ts";
import type { ModelGate } from "./model-gate.ts";
import type { Pause } from "./pause.ts";
import type { Fact } from "../../recorder/index.ts";

/** A provider that refused its key is tried again by then, if nobody gives it another. */
const refusedKeyMs = 60_000;

export interface GateOptions extends CircuitOptions {
  readonly state: (fact: Fact) => void;
  readonly facts: GateFacts;
}

/** What holds for all models of a provider: its key, its pause, its retries. */
export class ProviderGate {
  readonly scope: Scope;
  /** Opened by a refused key alone. */
  readonly circuit: Circuit;
  readonly budget: RetryBudget;
  readonly models = new Map<string, ModelGate>();
  readonly #facts: GateFacts;
  pause: Pause | null = null;

  constructor(provider: string, options: GateOptions) {
    this.scope = { provider, model: null };
    this.circuit = new Circuit(options);
    this.budget = new RetryBudget({ provider, state: options.state });
    this.#facts = options.facts;
  }

  refuseKey(call: object, trialMs: number): void {
    const isNew = this.circuit.trouble === null;
    // Calls that were under way when it opened tell nothing new.
    if (!isNew && !this.circuit.isTrial(call)) return;
    const times = { openMs: refusedKeyMs, maxOpenMs: refusedKeyMs, trialMs };
    const reason = "its key was refused; put one that is valid into the config";
    this.circuit.open({ kind: "auth", reason }, times);
    this.#facts.opened(this.scope, this.circuit, isNew);
    this.notify();
  }

  /** Closes what a refused key opened. False where it was closed. */
  close(why: string): boolean {
    if (this.circuit.trouble === null) return false;
    this.circuit.close();
    this.#facts.closed(this.scope, why);
    this.notify();
    return true;
  }

  beginTrial(trial: object): void {
    this.circuit.beginTrial(trial);
    this.#facts.onTrial(this.scope, this.circuit);
  }

  /** Whoever waits for any of its models looks again. */
  notify(): void {
    for (const gate of this.models.values()) gate.waiters.notify();
  }
}
