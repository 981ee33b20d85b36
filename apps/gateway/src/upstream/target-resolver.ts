import { ContractError } from "@signalbox/api-contract";
import type { Config, ProviderConfig } from "../config/index.ts";
import type { Target } from "./call.ts";
import { refuseUnlessSpoken, speaks } from "./spoken-wires.ts";
import type { WireName } from "./wires/index.ts";

/** Finds who serves a model by its name: `provider/model`, split at the first slash. */
export class TargetResolver {
  readonly #config: () => Config;
  /** The practice provider has no address of its own until it runs. */
  readonly #practiceUrl: () => Promise<string>;
  /** Parsed once for each provider, and forgotten with it when the config changes. */
  readonly #urls = new WeakMap<ProviderConfig, URL>();

  constructor(config: () => Config, practiceUrl: () => Promise<string>) {
    this.#config = config;
    this.#practiceUrl = practiceUrl;
  }

  /** Each `provider/model` that an alias stands for, in order, and any other name as it is. */
  expandAlias(name: string): readonly string[] {
    return this.#config().aliases.get(name) ?? [name];
  }

  /** Splits the name and finds its provider, or says which names there are. */
  providerOf(name: string): { provider: ProviderConfig; model: string } {
    const { providers } = this.#config();
    const slash = name.indexOf("/");
    const provider = slash === -1 ? undefined : providers.get(name.slice(0, slash));
    const model = name.slice(slash + 1);
    if (provider !== undefined && model !== "") return { provider, model };
    if (provider !== undefined) {
      const example = `${provider.name}/${provider.models[0] ?? "MODEL"}`;
      throw new ContractError("invalid", `${name} names no model; write it as ${example}.`);
    }
    const known = [...providers.keys()].map((key) => `${key}/…`).join(", ");
    throw new ContractError(
      "not_found",
      slash === -1
        ? `There is no agent or alias called ${name}. A provider's model is written provider/model, with one of ${known}.`
        : `There is no provider called ${name.slice(0, slash)}. There are ${known}.`,
    );
  }

  /** Where a provider's model is asked, whatever wire it speaks. */
  async target(name: string): Promise<Target> {
    const [first = name] = this.expandAlias(name);
    const { provider, model } = this.providerOf(first);
    const base = provider.baseUrl ?? (await this.#practiceUrl());
    return { provider: callable(provider), model, baseUrl: this.#urlOf(provider, base) };
  }

  /** The same where a client's own bytes are passed on: its wire has to be one that the provider speaks. */
  async targetSpeaking(name: string, wire: WireName): Promise<Target> {
    const target = await this.target(name);
    refuseUnlessSpoken(target.provider, wire);
    return target;
  }

  /**
   * The same with those to go on with where it fails: of what an alias lists, all that speak the wire,
   * in its order. At least one.
   */
  async targetsSpeaking(name: string, wire: WireName): Promise<Target[]> {
    const targets = await Promise.all(this.expandAlias(name).map((one) => this.target(one)));
    const speaking = targets.filter(({ provider }) => speaks(provider, wire));
    const [first] = targets;
    if (speaking.length === 0 && first !== undefined) refuseUnlessSpoken(first.provider, wire);
    return speaking;
  }

  #urlOf(provider: ProviderConfig, base: string): URL {
    const known = this.#urls.get(provider);
    if (known !== undefined) return known;
    const url = new URL(base);
    this.#urls.set(provider, url);
    return url;
  }
}

/** The practice provider is on loopback because it is ours. */
function callable(provider: ProviderConfig): ProviderConfig {
  return provider.kind === "practice" ? { ...provider, allowPrivate: true } : provider;
}
