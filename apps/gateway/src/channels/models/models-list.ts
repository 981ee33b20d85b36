import type { Config } from "../../config/index.ts";

/** A model that clients may name. */
export interface ListedModel {
  readonly id: string;
  readonly owner: string;
}

/** Agents, aliases, and the models that are known without asking a provider. */
export function listModels({ agents, aliases, providers }: Config): ListedModel[] {
  const own = (id: string): ListedModel => ({ id, owner: "signalbox" });
  return [
    ...Array.from(agents.keys(), own),
    ...Array.from(aliases.keys(), own),
    ...[...providers.values()].flatMap(({ name, models }) =>
      models.map((model) => ({ id: `${name}/${model}`, owner: name })),
    ),
  ];
}
