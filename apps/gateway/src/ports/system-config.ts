import { basename } from "node:path";
import type { SystemConfig } from "@signalbox/api-contract";
import { fetchRuleText, type Config, type McpServerConfig, type Origin } from "../config/index.ts";
import { SettingList } from "./setting-list.ts";

/** As many as a page can show; a config with more is told in part. */
const maxSettings = 3_000;

export interface SystemConfigOptions {
  readonly config: Config;
  /** Keys that the file has otherwise by now. */
  readonly waiting: readonly string[];
  /** Paths on this machine's disk are told. */
  readonly tellsPaths: boolean;
}

/** The config in force and what said each of its settings; no secret, nor what a variable held. */
export function systemConfig({ config, waiting, tellsPaths }: SystemConfigOptions): SystemConfig {
  const list = new SettingList(config, waiting);
  addServer(list, config, tellsPaths);
  for (const provider of config.providers.values()) {
    addProvider(list, provider, config.configFile === null ? variableOf(provider) : null);
  }
  for (const agent of config.agents.values()) addAgent(list, agent);
  for (const [name, models] of config.aliases) list.addList(["aliases", name], models);
  for (const server of config.mcpServers.values()) addMcpServer(list, server);
  addFetchTool(list, config.tools.fetch);
  for (const webhook of config.webhooks.values()) addWebhook(list, webhook);
  list.addAll(["lanes"], config.lanes);
  list.addAll(["history"], config.history);
  list.addAll(["sessions"], config.sessions);
  addBudgets(list, config.budget);
  for (const [model, price] of config.prices) list.addAll(["prices", model], { ...price });
  const { configFile, revision } = config;
  return {
    file: configFile === null ? null : basename(configFile),
    revision,
    settings: list.settings.slice(0, maxSettings),
    notShown: Math.max(0, list.settings.length - maxSettings),
  };
}

function addServer(list: SettingList, config: Config, tellsPaths: boolean): void {
  const { host, port, dataDir, configFile, tls, behindProxy, publicUrls } = config;
  list.addAll([], { host, port });
  list.addPath(["dataDir"], dataDir, tellsPaths);
  list.addPath(["configFile"], configFile, tellsPaths);
  list.addSecret(["adminToken"], config.adminToken !== null);
  list.addList(["publicUrls"], publicUrls);
  list.add(["behindProxy"], behindProxy);
  list.addPath(["tls", "certFile"], tls?.certFile ?? null, tellsPaths);
  list.addPath(["tls", "keyFile"], tls?.keyFile ?? null, tellsPaths);
  const { defaultAgent, drainMs, logLevel } = config;
  list.addAll([], { defaultAgent, drainMs, logLevel });
}

type Provider = ReturnType<Config["providers"]["get"]> & {};

/** What made a provider where there is no file. Null for the built-in one. */
function variableOf({ kind, keyFrom }: Provider): string | null {
  if (kind === "practice") return null;
  return keyFrom === "none" ? "OLLAMA_HOST" : keyFrom;
}

function addProvider(list: SettingList, provider: Provider, variable: string | null): void {
  const { name, kind, baseUrl, apiKey, wires, models } = provider;
  const at = ["providers", name];
  const { allowPrivate, maxConcurrent, streamUsage, timeouts, retries, breaker } = provider;
  const made: Origin | undefined =
    variable === null ? undefined : { source: "env", from: variable, variables: [] };
  list.add([...at, "kind"], kind, made);
  list.addUrl([...at, "baseUrl"], baseUrl, apiKey === null ? made : undefined);
  list.addSecret([...at, "apiKey"], apiKey !== null, apiKey === null ? undefined : made);
  list.addAll(at, { allowPrivate, maxConcurrent, streamUsage });
  list.addAll([...at, "timeouts"], { ...timeouts });
  list.addAll([...at, "retries"], { ...retries });
  list.addAll([...at, "breaker"], { ...breaker });
  list.addList([...at, "wires"], wires);
  list.addList([...at, "models"], models);
}

type Agent = ReturnType<Config["agents"]["get"]> & {};

function addAgent(list: SettingList, agent: Agent): void {
  const { name, model, fallback, instructions, tools, budget } = agent;
  const at = ["agents", name];
  const { maxSteps, timeoutMs, contextTokens } = agent;
  list.add([...at, "model"], model);
  list.addList([...at, "fallback"], fallback);
  // Told by its length: it is long, and its owner's own.
  const length = instructions === null ? null : `${instructions.length} characters`;
  list.add([...at, "instructions"], length);
  list.addList([...at, "tools"], tools);
  list.addAll(at, { maxSteps, timeoutMs, contextTokens });
  if (budget !== null) list.addAll([...at, "budget"], { ...budget });
}

function addMcpServer(list: SettingList, server: McpServerConfig): void {
  const at = ["mcpServers", server.name];
  if (server.kind === "url") {
    list.addUrl([...at, "url"], server.url);
    for (const name of server.headers.keys()) list.addSecret([...at, "headers", name], true);
    list.add([...at, "allowPrivate"], server.allowPrivate);
  } else {
    // A command line may hold a key: told is which program, and how much is said to it.
    list.add([...at, "command"], basename(server.command));
    list.add([...at, "args"], `${server.args.length} arguments`);
    for (const name of server.env.keys()) list.addSecret([...at, "env", name], true);
  }
  list.add([...at, "callTimeoutMs"], server.callTimeoutMs);
}

function addFetchTool(list: SettingList, fetch: Config["tools"]["fetch"]): void {
  const at = ["tools", "fetch"];
  if (fetch === null) {
    list.add(at, null);
    return;
  }
  const { allow, allowPrivate, maxBytes, timeoutMs } = fetch;
  list.addList([...at, "allow"], allow.map(fetchRuleText));
  list.addAll(at, { allowPrivate, maxBytes, timeoutMs });
}

type Webhook = ReturnType<Config["webhooks"]["get"]> & {};

function addWebhook(list: SettingList, { name, secrets, agent, callback }: Webhook): void {
  const at = ["webhooks", name];
  list.addSecret([...at, "secret"], secrets.length > 0);
  list.add([...at, "agent"], agent);
  if (callback === null) return;
  list.addUrl([...at, "callback", "url"], callback.url);
  list.addSecret([...at, "callback", "secret"], callback.secrets.length > 0);
  list.add([...at, "callback", "allowPrivate"], callback.allowPrivate);
}

/** In the file's own names. */
function addBudgets(list: SettingList, { each, byName }: Config["budget"]): void {
  list.add(["budget", "usdPerKeyPerDay"], each.usdPerDay);
  list.add(["budget", "tokensPerKeyPerDay"], each.tokensPerDay);
  for (const [name, budget] of byName) list.addAll(["budget", "keys", name], { ...budget });
}
