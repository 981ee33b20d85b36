/** What the gateway is told on the command line, in the environment and in its file. */
export { ConfigError } from "./config-error.ts";
export type { ConfigErrorCode, Problem } from "./config-error.ts";
export type {
  AgentBudget,
  AgentConfig,
  Config,
  LogLevel,
  McpServerConfig,
  Price,
  ProviderConfig,
  ProviderKind,
  ProviderTimeouts,
} from "./config.ts";
export { helpText } from "./help.ts";
export { loadConfig } from "./load.ts";
export type { Command, LoadOptions, LoadResult, Source } from "./load.ts";
export { Secret } from "./secret.ts";
