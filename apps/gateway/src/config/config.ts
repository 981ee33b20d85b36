import type { FetchRule } from "./fetch-rule.ts";
import type { Origins } from "./origins.ts";
import type { Secret } from "./secret.ts";

/** What a provider speaks. `practice` is the built-in one. */
export type ProviderKind = "openai" | "openai-compatible" | "anthropic" | "practice";

/** What a provider can be asked in: one form of requests and answers each. */
export const providerWires = ["chat", "responses", "messages", "embeddings"] as const;
export type ProviderWire = (typeof providerWires)[number];

/** Deadlines of one attempt, in milliseconds. */
export interface ProviderTimeouts {
  readonly connectMs: number;
  /** From the request's last byte to the answer's first. */
  readonly firstByteMs: number;
  /** The longest silence within an answer. */
  readonly idleMs: number;
  readonly totalMs: number;
}

/** How failed calls are made again, before anything of an answer was handed on. */
export interface ProviderRetries {
  /** Attempts at one model in all; 1 for no retries. */
  readonly maxAttempts: number;
  /** The first wait, which doubles. */
  readonly baseMs: number;
  /** A provider that asks for a longer wait is not waited for. */
  readonly maxRetryAfterMs: number;
}

/** When a provider's model is not called for a while, because its calls fail. */
export interface ProviderBreaker {
  readonly windowMs: number;
  /** So many of the window's calls failed, and this share of them, 0…1. */
  readonly failures: number;
  readonly failureRate: number;
  /** The first time; it doubles while trials fail. */
  readonly openMs: number;
  readonly maxOpenMs: number;
  /** How long a call waits for a model that is not to be called. */
  readonly maxHoldMs: number;
}

export interface ProviderConfig {
  readonly name: string;
  readonly kind: ProviderKind;
  readonly wires: readonly ProviderWire[];
  /** With the API's version, without a trailing slash; null for `practice`, which is no address. */
  readonly baseUrl: string | null;
  readonly apiKey: Secret | null;
  /** Where the key came from: a variable's name, the config file's name, or `none`. */
  readonly keyFrom: string;
  /** Private, link-local and loopback addresses may be called. */
  readonly allowPrivate: boolean;
  /** Model calls at once. */
  readonly maxConcurrent: number;
  /** Whether usage is asked of the provider in streams. */
  readonly streamUsage: "auto" | "always" | "never";
  readonly timeouts: ProviderTimeouts;
  readonly retries: ProviderRetries;
  readonly breaker: ProviderBreaker;
  /** Models known without asking the provider, without its name. */
  readonly models: readonly string[];
}

/** What an agent may spend; null where there is no such limit. At least one of them is set. */
export interface AgentBudget {
  readonly usdPerRequest: number | null;
  readonly tokensPerRequest: number | null;
  readonly usdPerSession: number | null;
  readonly tokensPerSession: number | null;
}

/** What one token's requests may spend in a day of UTC; null where there is no such limit. */
export interface KeyBudget {
  readonly usdPerDay: number | null;
  readonly tokensPerDay: number | null;
}

export interface KeyBudgets {
  /** Of every token that has none of its own. */
  readonly each: KeyBudget;
  /** By the token's name, in the place of `each`. */
  readonly byName: ReadonlyMap<string, KeyBudget>;
}

export interface AgentConfig {
  readonly name: string;
  /** `provider/model`; an alias in the file is resolved here. */
  readonly model: string;
  /** `provider/model` each, aliases resolved. */
  readonly fallback: readonly string[];
  readonly instructions: string | null;
  /** Names as the registry knows them; it checks that they exist. */
  readonly tools: readonly string[];
  readonly maxSteps: number;
  /** All of a run, queueing included, has to be over by then. */
  readonly timeoutMs: number;
  /** Tokens that a model call may hold, in the place of what is known of the model; null for that. */
  readonly contextTokens: number | null;
  readonly budget: AgentBudget | null;
  /** Made by the gateway, not by the file. */
  readonly builtIn: boolean;
}

interface McpServerCommon {
  readonly name: string;
  /** How long a call of one of its tools may take. */
  readonly callTimeoutMs: number;
}

export interface McpCommandConfig extends McpServerCommon {
  readonly kind: "command";
  readonly command: string;
  readonly args: readonly string[];
  /** The config file's directory: where its relative paths begin. */
  readonly cwd: string;
  readonly env: ReadonlyMap<string, Secret>;
}

export interface McpUrlConfig extends McpServerCommon {
  readonly kind: "url";
  readonly url: string;
  readonly headers: ReadonlyMap<string, Secret>;
  /** Private, link-local and loopback addresses may be called. */
  readonly allowPrivate: boolean;
}

export type McpServerConfig = McpCommandConfig | McpUrlConfig;

/** The tool `fetch`, where it is allowed. */
export interface FetchToolConfig {
  readonly allow: readonly FetchRule[];
  readonly allowPrivate: boolean;
  /** Of an answer's body. */
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** US dollars per million tokens. */
export interface Price {
  readonly inputPerMTok: number;
  readonly outputPerMTok: number;
  /** Null where cached input costs what other input does. */
  readonly cachedInputPerMTok: number | null;
  /** Null where input that is written to the cache costs what other input does. */
  readonly cacheWritePerMTok: number | null;
}

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

/** A route of its own for messages that a sender signs. */
export interface WebhookConfig {
  readonly name: string;
  /** Any of them may have signed a message; more than one while they are rotated. */
  readonly secrets: readonly Secret[];
  /** A name in `agents`; null for the default one. */
  readonly agent: string | null;
  /** Where the result goes; null where nobody waits for it. */
  readonly callback: WebhookCallbackConfig | null;
}

export interface WebhookCallbackConfig {
  readonly url: URL;
  /** The result is signed with each of them. */
  readonly secrets: readonly Secret[];
  /** Private, link-local and loopback addresses may be called. */
  readonly allowPrivate: boolean;
}

/** Everything the gateway was told, checked and complete. Paths are absolute. */
export interface Config {
  /** The address to listen on: loopback, unless TLS or a proxy stands before it. */
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly dataDir: string;
  /** Null where there is none. */
  readonly configFile: string | null;
  /** From SIGNALBOX_ADMIN_TOKEN alone. */
  readonly adminToken: Secret | null;
  /** Origins besides the bound address, such as `https://box.example.com`. */
  readonly publicUrls: readonly string[];
  readonly behindProxy: boolean;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** In the file's order, `practice` last. */
  readonly providers: ReadonlyMap<string, ProviderConfig>;
  /** In the file's order, a built-in `assistant` last unless the file has one. */
  readonly agents: ReadonlyMap<string, AgentConfig>;
  /** From a bare name to `provider/model`: the first is asked, each next one where it fails. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  readonly mcpServers: ReadonlyMap<string, McpServerConfig>;
  /** Built-in tools that are off unless the file allows them. */
  readonly tools: { readonly fetch: FetchToolConfig | null };
  readonly webhooks: ReadonlyMap<string, WebhookConfig>;
  /** Bounds of agent runs; `maxDepth` is per lane. */
  readonly lanes: {
    readonly concurrency: number;
    readonly maxDepth: number;
    readonly maxWaitMs: number;
  };
  readonly history: {
    readonly retainDays: number;
    readonly maxBytes: number;
    readonly content: "full" | "none";
  };
  /** How long and how large conversations may get. */
  readonly sessions: { readonly retainDays: number; readonly maxBytes: number };
  /** What each token may spend. */
  readonly budget: KeyBudgets;
  /** By `provider/model`. */
  readonly prices: ReadonlyMap<string, Price>;
  /** A name in `agents`. */
  readonly defaultAgent: string;
  /** How long requests in flight may take to finish when the gateway stops. */
  readonly drainMs: number;
  readonly logLevel: LogLevel;
  /** A short hash of the file's text: which config a request ran under. */
  readonly revision: string;
  /** What said each of them. */
  readonly origins: Origins;
}
