import { ContractError } from "@signalbox/api-contract";
import type { Config, ProviderConfig } from "../config/index.ts";
import { nearest } from "../nearest.ts";
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
    throw new ContractError(
      "not_found",
      slash === -1 ? this.#noName(name) : this.#noProvider(name),
    );
  }

  #noName(name: string): string {
    const { agents, aliases, providers } = this.#config();
    const written = listOf([...providers.keys()].map((key) => `${key}/…`));
    return [
      `There is no agent or alias called ${name}${meant(name, [...agents.keys(), ...aliases.keys()])}`,
      `The agents are ${listOf([...agents.keys()])}${aliases.size === 0 ? "" : `, the aliases ${listOf([...aliases.keys()])}`}.`,
      `A provider's model is written provider/model, with one of ${written}.`,
    ].join(" ");
  }

  #noProvider(name: string): string {
    const names = [...this.#config().providers.keys()];
    const asked = name.slice(0, name.indexOf("/"));
    const there = listOf(names.map((key) => `${key}/…`));
    return `There is no provider called ${asked}${meant(asked, names)} There are ${there}.`;
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

/** Of more names than these the rest is counted. */
const maxListed = 20;
/** What is longer is nobody's slip of the pen, and costs time to compare. */
const longestName = 64;

function listOf(names: readonly string[]): string {
  const listed = names.slice(0, maxListed).join(", ");
  return names.length > maxListed ? `${listed} and ${names.length - maxListed} more` : listed;
}

function meant(name: string, candidates: readonly string[]): string {
  const near = name.length > longestName ? null : nearest(name, candidates);
  return near === null ? "." : `; did you mean ${near}?`;
}

/** The practice provider is on loopback because it is ours. */
function callable(provider: ProviderConfig): ProviderConfig {
  return provider.kind === "practice" ? { ...provider, allowPrivate: true } : provider;
}
