import type { Setup } from "@signalbox/api-contract";
import type { Caller } from "@signalbox/api-contract/server";
import { basename } from "node:path";
import type { Config } from "../config/index.ts";

export interface SetupOptions {
  readonly config: () => Config;
  readonly node: string;
  readonly version: string;
  /** Of the gateway as its clients reach it, without a trailing slash. */
  readonly publicUrl: () => string;
}

/** The practice provider's model that a newcomer is offered. */
const practiceModel = "practice/swift-1";

export function createSetup(options: SetupOptions, caller: Caller): Setup {
  const config = options.config();
  const providers = [...config.providers.values()];
  return {
    you: { id: caller.tokenId, name: caller.name, role: caller.role },
    node: options.node,
    version: options.version,
    baseUrl: `${options.publicUrl()}/v1`,
    configFile: config.configFile === null ? null : basename(config.configFile),
    providers: providers.map(({ name, kind, keyFrom }) => ({
      name,
      kind,
      practice: kind === "practice",
      keyFrom,
    })),
    agents: Array.from(config.agents.values(), ({ name, model, tools }) => ({
      name,
      model,
      tools: [...tools],
    })),
    aliases: Array.from(config.aliases, ([name, models]) => ({ name, models: [...models] })),
    models: providers.flatMap(({ name, models }) => models.map((model) => `${name}/${model}`)),
    defaultAgent: config.defaultAgent,
    practiceModel,
  };
}
