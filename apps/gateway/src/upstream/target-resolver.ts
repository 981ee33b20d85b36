import { ContractError } from "@signalbox/api-contract";
import type { Config, ProviderConfig } from "../config/index.ts";
import type { Target } from "./call.ts";
import { refuseUnlessSpoken } from "./spoken-wires.ts";
import type { WireName } from "./wires/index.ts";

/** Finds who serves a model by its name: `provider/model`, split at the first slash. */
export class TargetResolver {
  readonly #config: () => Config;
  /** The practice provider has no address of its own until it runs. */
  readonly #practiceUrl: () => Promise<string>;
  /** Parsed once for each provider; as bounded as they are. */
  readonly #urls = new Map<string, URL>();

  constructor(config: () => Config, practiceUrl: () => Promise<string>) {
    this.#config = config;
    this.#practiceUrl = practiceUrl;
  }

  /** `provider/model` for an alias, and any other name as it is. */
  expandAlias(name: string): string {
    return this.#config().aliases.get(name) ?? name;
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
    const { provider, model } = this.providerOf(this.expandAlias(name));
    const base = provider.baseUrl ?? (await this.#practiceUrl());
    return { provider: callable(provider), model, baseUrl: this.#urlOf(base) };
  }

  /** The same where a client's own bytes are passed on: its wire has to be one that the provider speaks. */
  async targetSpeaking(name: string, wire: WireName): Promise<Target> {
    const target = await this.target(name);
    refuseUnlessSpoken(target.provider, wire);
    return target;
  }

  #urlOf(base: string): URL {
    const known = this.#urls.get(base);
    if (known !== undefined) return known;
    const url = new URL(base);
    this.#urls.set(base, url);
    return url;
  }
}

/** The practice provider is on loopback because it is ours. */
function callable(provider: ProviderConfig): ProviderConfig {
  return provider.kind === "practice" ? { ...provider, allowPrivate: true } : provider;
}
