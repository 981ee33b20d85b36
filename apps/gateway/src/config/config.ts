import type { Secret } from "./secret.ts";

/** What a provider speaks. `practice` is the built-in one. */
export type ProviderKind = "openai" | "openai-compatible" | "anthropic" | "practice";

/** Deadlines of one attempt, in milliseconds. */
export interface ProviderTimeouts {
  readonly connectMs: number;
  /** From the request's last byte to the answer's first. */
  readonly firstByteMs: number;
  /** The longest silence within an answer. */
  readonly idleMs: number;
  readonly totalMs: number;
}

export interface ProviderConfig {
  readonly name: string;
  readonly kind: ProviderKind;
  /** Without a trailing slash; null for `practice`, which is no address. */
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
  /** Models known without asking the provider, without its name. */
  readonly models: readonly string[];
}

/** At least one of the two is set. */
interface AgentBudget {
  readonly usdPerRequest: number | null;
  readonly tokensPerRequest: number | null;
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
  readonly budget: AgentBudget | null;
  /** Made by the gateway, not by the file. */
  readonly builtIn: boolean;
}

export type McpServerConfig =
  | {
      readonly kind: "command";
      readonly name: string;
      readonly command: string;
      readonly args: readonly string[];
      readonly env: ReadonlyMap<string, Secret>;
    }
  | { readonly kind: "url"; readonly name: string; readonly url: string };

/** US dollars per million tokens. */
export interface Price {
  readonly inputPerMTok: number;
  readonly outputPerMTok: number;
  /** Null where cached input costs what other input does. */
  readonly cachedInputPerMTok: number | null;
}

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

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
  /** From a bare name to `provider/model`. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly mcpServers: ReadonlyMap<string, McpServerConfig>;
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
  /** By `provider/model`. */
  readonly prices: ReadonlyMap<string, Price>;
  /** A name in `agents`. */
  readonly defaultAgent: string;
  /** How long requests in flight may take to finish when the gateway stops. */
  readonly drainMs: number;
  readonly logLevel: LogLevel;
}
