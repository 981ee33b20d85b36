/** What the gateway is told on the command line, in the environment and in its file. */
export { ConfigError } from "./config-error.ts";
export type { Problem } from "./config-error.ts";
export type { AgentConfig, Config, Price, ProviderConfig, ProviderKind, ProviderTimeouts } from "./config.ts";
export { helpText } from "./help.ts";
export { loadConfig } from "./load.ts";
export type { LoadResult } from "./load.ts";
export { Secret } from "./secret.ts";
