import type { Config } from "../config/index.ts";

/** Every `provider/model` that the config names, some of them more than once. */
export function* configuredModels({ agents, aliases, providers }: Config): Iterable<string> {
  for (const { model, fallback } of agents.values()) yield* [model, ...fallback];
  for (const models of aliases.values()) yield* models;
  for (const { name, kind, models } of providers.values()) {
    // The built-in one's are not the operator's: they show once somebody calls them.
    if (kind === "practice") continue;
    for (const model of models) yield `${name}/${model}`;
  }
}
