import type { Clock } from "../../clock.ts";
import type { Fact } from "../../recorder/index.ts";
import { GateFacts, type Scope } from "./gate-facts.ts";
import { ModelGate } from "./model-gate.ts";
import { isOver, type Pause } from "./pause.ts";
import { ProviderGate, type GateOptions } from "./provider-gate.ts";

/** Models are named by clients, so there is no end to them; of those that are well, the longest unused go. */
const maxModels = 1_000;

export interface GatesOptions {
  readonly clock: Clock;
  readonly state: (fact: Fact) => void;
  /** 0…1. */
  readonly random: () => number;
}

/** The gates of all models that were called, and of their providers. */
export class Gates {
  readonly #options: GateOptions;
  readonly #facts: GateFacts;
  readonly #providers = new Map<string, ProviderGate>();
  #models = 0;

  constructor({ clock, state, random }: GatesOptions) {
    this.#facts = new GateFacts(state);
    this.#options = { state, random, mono: clock.mono, now: clock.now, facts: this.#facts };
  }

  of(provider: string, model: string): ModelGate {
    return this.#providers.get(provider)?.models.get(model) ?? this.#admit(provider, model);
  }

  /** Undefined where it was not called, or is forgotten. */
  find(provider: string, model: string): ModelGate | undefined {
    return this.#providers.get(provider)?.models.get(model);
  }

  findProvider(name: string): ProviderGate | undefined {
    return this.#providers.get(name);
  }

  /** As bounded as the providers in the config are, which alone are asked for. */
  provider(name: string): ProviderGate {
    const known = this.#providers.get(name);
    if (known !== undefined) return known;
    const made = new ProviderGate(name, this.#options);
    this.#providers.set(name, made);
    return made;
  }

  *models(): Iterable<ModelGate> {
    for (const { models } of this.#providers.values()) yield* models.values();
  }

  providers(): Iterable<ProviderGate> {
    return this.#providers.values();
  }

  /** Its key may be another one: what a refused key did is over. */
  providerChanged(name: string): void {
    this.#providers.get(name)?.close("its config was changed");
  }

  pause(scope: Scope, pause: Pause): void {
    this.#gateOf(scope).pause = pause;
    this.#facts.paused(scope, pause);
    this.#notify(scope);
  }

  pauseOf({ provider, model }: Scope): Pause | null {
    const gate = model === null ? this.findProvider(provider) : this.find(provider, model);
    const pause = gate?.pause ?? null;
    return pause === null || isOver(pause, this.#options.now()) ? null : pause;
  }

  /** Ends a pause. False where there is none. */
  unpause(scope: Scope, why: string): boolean {
    const gate = this.#gateOf(scope);
    if (gate.pause === null) return false;
    gate.pause = null;
    this.#facts.closed(scope, why);
    this.#notify(scope);
    return true;
  }

  /** Forgets what failures did to a model, or to a provider and all of its models. How many were not called. */
  reset({ provider, model }: Scope, why: string): number {
    if (model !== null) return this.find(provider, model)?.reset(why) === true ? 1 : 0;
    const gate = this.findProvider(provider);
    if (gate === undefined) return 0;
    const models = [...gate.models.values()].filter((one) => one.reset(why));
    return models.length + (gate.close(why) ? 1 : 0);
  }

  #gateOf({ provider, model }: Scope): ProviderGate | ModelGate {
    return model === null ? this.provider(provider) : this.of(provider, model);
  }

  #notify({ provider, model }: Scope): void {
    if (model === null) this.provider(provider).notify();
    else this.of(provider, model).waiters.notify();
  }

  #admit(provider: string, model: string): ModelGate {
    const owner = this.provider(provider);
    const gate = new ModelGate(owner, model, this.#options);
    gate.lastUsedMono = this.#options.mono();
    // Where none may go, it works for this call and is not remembered.
    if (this.#models >= maxModels && !this.#forgetOne()) return gate;
    owner.models.set(model, gate);
    this.#models += 1;
    return gate;
  }

  #forgetOne(): boolean {
    let oldest: ModelGate | null = null;
    for (const gate of this.models()) {
      if (!gate.isIdle) continue;
      if (oldest === null || gate.lastUsedMono < oldest.lastUsedMono) oldest = gate;
    }
    if (oldest === null) return false;
    oldest.provider.models.delete(oldest.scope.model ?? "");
    this.#models -= 1;
    return true;
  }
}
