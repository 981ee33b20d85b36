/** What the gateway is told on the command line, in the environment and in its file. */
export { fetchRuleText, isAllowedBy } from "./fetch-rule.ts";
export { ConfigError } from "./config-error.ts";
export type { Problem } from "./config-error.ts";
export type {
  AgentConfig,
  Config,
  FetchToolConfig,
  KeyBudget,
  KeyBudgets,
  McpCommandConfig,
  McpServerConfig,
  McpUrlConfig,
  Price,
  ProviderConfig,
  ProviderRetries,
  ProviderTimeouts,
  WebhookCallbackConfig,
} from "./config.ts";
export type { ArchiveFlags } from "./flags.ts";
export { helpText } from "./help.ts";
export { loadConfig } from "./load.ts";
export type { LoadOptions, LoadResult } from "./load.ts";
export { ConfigReload } from "./config-reload.ts";
export { describeChanges } from "./config-changes.ts";
export type { ConfigChange } from "./config-changes.ts";
export type { Origin } from "./origins.ts";
export { LiveConfig } from "./live-config.ts";
export { Secret } from "./secret.ts";
