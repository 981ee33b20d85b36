import type { Clock } from "./clock.ts";
import type { Config, LoadOptions } from "./config/index.ts";
import type { PracticeSettings } from "./practice-provider.ts";
import type { StateStore } from "./state/index.ts";
import type { McpLimits, Tool } from "./tools/index.ts";

/** What the gateway says beside its facts: structured lines for whoever runs it. */
export interface Logger {
  info(context: object, message: string): void;
  warn(context: object, message: string): void;
  error(context: object, message: string): void;
  /** From which level on it says anything, where that can be set. */
  level?: string;
}

export interface GatewayOptions {
  readonly config: Config;
  readonly warnings?: readonly string[];
  /** What the config was loaded from. With it, a file that changes is in force without a restart. */
  readonly configSource?: LoadOptions;
  readonly logger: Logger;
  /** The built dashboard's folder. */
  readonly dashboard: string;
  readonly clock?: Clock;
  /** The state store, where somebody has begun to open it. */
  readonly store?: Promise<StateStore>;
  readonly practice?: PracticeSettings;
  /** How long a callback that failed waits before it is sent again; longer each time. */
  readonly webhookRetryMs?: number;
  /** Tools of whoever embeds the gateway, beside the built-in ones. */
  readonly tools?: readonly Tool[];
  /** How often an agent's stream says that it is alive while there is nothing else to say. */
  readonly keepAliveMs?: number;
  /** Bounds of MCP servers, where they are to be others than usual. */
  readonly mcpLimits?: Partial<McpLimits>;
}
