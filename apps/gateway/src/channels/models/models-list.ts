import type { Config } from "../../config/index.ts";

/** `GET /v1/models`: agents, aliases, and the models that are known without asking a provider. */
export function modelsList(config: Config, startedAt: number): string {
  const created = Math.floor(startedAt / 1_000);
  const entry = (id: string, owner: string) => ({
    id,
    object: "model",
    created,
    owned_by: owner,
  });
  const data = [
    ...Array.from(config.agents.keys(), (name) => entry(name, "signalbox")),
    ...Array.from(config.aliases.keys(), (name) => entry(name, "signalbox")),
    ...[...config.providers.values()].flatMap(({ name, models }) =>
      models.map((model) => entry(`${name}/${model}`, name)),
    ),
  ];
  return JSON.stringify({ object: "list", data });
}
