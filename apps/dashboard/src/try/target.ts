import type { Setup } from "@signalbox/api-contract";

/** Who answers: by the rule of /v1, `provider/model`, else an agent, else an alias. */
export interface Target {
  readonly kind: "agent" | "alias" | "model" | "unknown";
  readonly name: string;
  /** `provider/model` that is asked first; null where the name says nothing of it. */
  readonly model: string | null;
  /** What else is to be known of it, as a sentence. */
  readonly about: string;
}

/** Of the setup, what names someone who answers. */
export type Answerers = Pick<Setup, "agents" | "aliases" | "models" | "providers" | "defaultAgent">;

export function targetOf(name: string, setup: Answerers): Target {
  const through = `Asked through the agent ${setup.defaultAgent}, with its instructions and tools.`;
  if (name.includes("/")) return { kind: "model", name, model: name, about: through };
  const agent = setup.agents.find((one) => one.name === name);
  if (agent !== undefined) {
    const { model, tools } = agent;
    const has = tools.length === 0 ? "no tools" : `tools: ${tools.join(", ")}`;
    return { kind: "agent", name, model, about: `${model} · ${has}` };
  }
  const alias = setup.aliases.find((one) => one.name === name);
  if (alias !== undefined) {
    const about = `${alias.models.join(", then ")}. ${through}`;
    return { kind: "alias", name, model: alias.models[0] ?? null, about };
  }
  return { kind: "unknown", name, model: null, about: "No agent and no alias has this name." };
}

/** The provider that is asked first; undefined where the config has none of that name. */
export function providerOf({ model }: Target, { providers }: Pick<Setup, "providers">) {
  return providers.find(({ name }) => model?.startsWith(`${name}/`) === true);
}

/** How `agent.start` is told of it. */
export function startOf({ kind, name }: Target): { agent: string } | { model: string } {
  return kind === "agent" ? { agent: name } : { model: name };
}

/** Everything that can be chosen, models that were called or that the config names included. */
export function choicesOf(
  { agents, aliases, models }: Answerers,
  seen: readonly { readonly provider: string; readonly model: string }[],
): readonly { readonly label: string; readonly names: readonly string[] }[] {
  const called = seen
    .filter(({ model }) => model !== "*")
    .map((one) => `${one.provider}/${one.model}`);
  return [
    { label: "Agents", names: agents.map(({ name }) => name) },
    { label: "Aliases", names: aliases.map(({ name }) => name) },
    { label: "Models", names: [...new Set([...models, ...called])].toSorted() },
  ].filter(({ names }) => names.length > 0);
}
