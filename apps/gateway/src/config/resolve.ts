import { resolve } from "node:path";
import { resolveAgents } from "./agents.ts";
import type { DollarLimit } from "./dollar-limits.ts";
import { resolveKeyBudgets } from "./budgets.ts";
import type { Problem } from "./config-error.ts";
import type { Config, LogLevel } from "./config.ts";
import type { ParsedFile } from "./config-text.ts";
import { parsePort, type Flags } from "./flags.ts";
import { Origins, type Source } from "./origins.ts";
import { bindProblem } from "./loopback.ts";
import { resolveFetchTool } from "./fetch-rule.ts";
import { resolveMcpServers } from "./mcp-servers.ts";
import { resolveProviders } from "./providers.ts";
import { revisionOf } from "./revision.ts";
import { configFile, logLevels } from "./schema.ts";
import { Secret } from "./secret.ts";
import { resolveWebhooks } from "./webhooks.ts";

export interface ResolveInput {
  readonly flags: Flags;
  readonly env: Readonly<Record<string, string>>;
  readonly file: ParsedFile | null;
  readonly cwd: string;
}

export interface Resolved {
  readonly config: Config;
  readonly sources: Readonly<Record<string, Source>>;
  readonly warnings: readonly string[];
  readonly problems: readonly Problem[];
  /** To be checked against the public prices. */
  readonly dollarLimits: readonly DollarLimit[];
}

/** Puts flags, environment and file together, and checks what needs more than one of them. */
export function resolveConfig({ flags, env, file, cwd }: ResolveInput): Resolved {
  const values = file?.values ?? configFile.parse({});
  const written = new Set(file?.writtenKeys() ?? []);
  const sources: Record<string, Source> = {};
  const warnings: string[] = [];
  const problems: Problem[] = [...(file?.problems ?? [])];
  const base = file === null ? cwd : resolve(file.path, "..");

  function pick<T>(key: string, flag: T | undefined, variable: T | undefined, otherwise: T): T {
    if (flag !== undefined) sources[key] = "flag";
    else if (variable !== undefined) sources[key] = "env";
    else sources[key] = written.has(key) ? "file" : "default";
    return flag ?? variable ?? otherwise;
  }
  const wrongVariable = (where: string, message: string): undefined => {
    problems.push({ where, key: "", message });
    return undefined;
  };

  const port = pick("port", flags.port, portVariable(env, wrongVariable), values.port ?? 4870);
  const host = pick("host", flags.host, env["SIGNALBOX_HOST"], values.host ?? "127.0.0.1");
  const dataDir = pick(
    "dataDir",
    under(cwd, flags.dataDir),
    under(cwd, env["SIGNALBOX_DATA_DIR"]),
    under(base, values.dataDir) ?? resolve(cwd, ".signalbox"),
  );
  const logLevel = pick(
    "logLevel",
    undefined,
    levelVariable(env, wrongVariable),
    values.logLevel ?? "info",
  );
  const adminToken = pick("adminToken", undefined, tokenVariable(env, wrongVariable), null);
  pick("configFile", flags.config, env["SIGNALBOX_CONFIG"], null);
  for (const key of fileKeys) pick(key, undefined, undefined, null);

  const tls = values.tls && {
    certFile: resolve(base, values.tls.certFile),
    keyFile: resolve(base, values.tls.keyFile),
  };
  const behindProxy = values.behindProxy ?? false;
  const bind = bindProblem({ host, behindProxy, tls: tls !== undefined });
  if (bind !== null) problems.push(hostProblem(bind, sources["host"], file));

  const providers = resolveProviders({ file, env });
  const agents = resolveAgents({ file, providers: providers.providers });
  if (file === null && providers.providers.size > 1) sources["providers"] = "env";
  problems.push(...agents.problems, ...providers.problems);
  warnings.push(...providers.warnings);
  const webhooks = resolveWebhooks(file, agents.agents);
  problems.push(...webhooks.problems);

  const config: Config = {
    host,
    port,
    dataDir,
    configFile: file?.path ?? null,
    adminToken,
    publicUrls: (values.publicUrls ?? []).map((url) => new URL(url).origin),
    behindProxy,
    tls: tls ?? null,
    providers: providers.providers,
    agents: agents.agents,
    aliases: new Map(Object.entries(values.aliases ?? {})),
    mcpServers: resolveMcpServers(values.mcpServers ?? {}, base),
    tools: { fetch: resolveFetchTool(values.tools?.fetch) },
    webhooks: webhooks.webhooks,
    lanes: values.lanes,
    history: values.history,
    sessions: values.sessions,
    budget: resolveKeyBudgets(values.budget),
    prices: new Map(
      Object.entries(values.prices ?? {}).map(([model, price]) => [
        model,
        {
          ...price,
          cachedInputPerMTok: price.cachedInputPerMTok ?? null,
          cacheWritePerMTok: price.cacheWritePerMTok ?? null,
        },
      ]),
    ),
    defaultAgent: agents.defaultAgent,
    drainMs: values.drainMs,
    logLevel,
    revision: revisionOf(file?.text ?? ""),
    origins: new Origins(sources, file),
  };
  return { config, sources, warnings, problems, dollarLimits: agents.dollarLimits };
}

const fileKeys = [
  "publicUrls",
  "behindProxy",
  "tls",
  "providers",
  "agents",
  "aliases",
  "mcpServers",
  "tools",
  "webhooks",
  "lanes",
  "history",
  "sessions",
  "budget",
  "prices",
  "defaultAgent",
  "drainMs",
] as const;

type WrongVariable = (where: string, message: string) => undefined;

function under(directory: string, path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(directory, path);
}

function portVariable(env: ResolveInput["env"], wrong: WrongVariable): number | undefined {
  const text = env["SIGNALBOX_PORT"];
  if (text === undefined) return undefined;
  return (
    parsePort(text) ??
    wrong("SIGNALBOX_PORT", `found ${JSON.stringify(text)}, expected a number from 0 to 65535`)
  );
}

function levelVariable(env: ResolveInput["env"], wrong: WrongVariable): LogLevel | undefined {
  const text = env["LOG_LEVEL"];
  if (text === undefined) return undefined;
  return (
    logLevels.find((level) => level === text.toLowerCase()) ??
    wrong("LOG_LEVEL", `found ${JSON.stringify(text)}, expected ${logLevels.join(", ")}`)
  );
}

const shortestToken = 32;

function tokenVariable(env: ResolveInput["env"], wrong: WrongVariable): Secret | undefined {
  const text = env["SIGNALBOX_ADMIN_TOKEN"];
  if (text === undefined) return undefined;
  if (text.length >= shortestToken && /^[!-~]+$/.test(text)) return new Secret(text);
  const found =
    text.length < shortestToken
      ? `${text.length} characters`
      : "spaces or other signs that no header carries";
  return wrong(
    "SIGNALBOX_ADMIN_TOKEN",
    `found ${found}, expected ${shortestToken} or more visible ASCII characters; openssl rand -hex 32 makes some`,
  );
}

function hostProblem(
  message: string,
  source: Source | undefined,
  file: ParsedFile | null,
): Problem {
  if (source === "file" && file !== null) return file.problem(["host"], message);
  return { where: source === "flag" ? "--host" : "SIGNALBOX_HOST", key: "", message };
}
