import type { Config } from "../config/index.ts";

/**
 * Every `provider/model` that the config names, some of them more than once. What is built in is not the
 * operator's: it shows once somebody calls it.
 */
export function* configuredModels({ agents, aliases, providers }: Config): Iterable<string> {
  for (const { model, fallback, builtIn } of agents.values()) {
    if (!builtIn) yield* [model, ...fallback];
  }
  for (const models of aliases.values()) yield* models;
  for (const { name, kind, models } of providers.values()) {
    if (kind === "practice") continue;
    for (const model of models) yield `${name}/${model}`;
  }
}
