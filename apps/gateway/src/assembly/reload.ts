import type { Component } from "@signalbox/api-contract";
import { checkAgentTools } from "../agent/index.ts";
import { ConfigReload, describeChanges, type ConfigChange } from "../config/index.ts";
import type { LaneQueue } from "../lanes/index.ts";
import type { Base } from "./base.ts";
import type { Observation } from "./observation.ts";
import type { Work } from "./work.ts";

/** What keeps the config in step with its file. Null where it came from none. */
export function createReload(
  base: Base,
  { state }: Observation,
  { tools, mcp, forgetProvider }: Work,
  lanes: LaneQueue,
): ConfigReload | null {
  const { live, logger, options } = base;
  if (options.configSource === undefined) return null;
  return new ConfigReload({
    live,
    load: options.configSource,
    warnings: options.warnings ?? [],
    check: (config) => {
      checkAgentTools(config, tools);
    },
    apply: (changes) => {
      for (const name of namesUnder(changes, "providers")) forgetProvider(name);
      if (changes.some(({ key }) => key === "mcpServers")) {
        mcp.apply(live.current.mcpServers.values()).catch((error: unknown) => {
          logger.error({ err: error }, "the MCP servers of the new config could not be started");
        });
      }
      lanes.limitsChanged();
      if (logger.level !== undefined) logger.level = live.current.logLevel;
      const summary = describeChanges(changes);
      state({ type: "config.changed", revision: live.current.revision, summary });
    },
    tell: (level, message) => {
      logger[level]({ source: "config" }, message);
      state({ type: "event", level, source: "config", message });
    },
  });
}

/** How the config file is: `warn` while it says something that is not in force. */
export function configComponent(reload: ConfigReload | null): Component {
  const refused = reload?.refused ?? null;
  return {
    name: "config",
    status: refused === null ? "ok" : "warn",
    reason: refused ?? "the config file is in force",
  };
}

/** Those that were there before and are no longer, or not as they were. */
function namesUnder(changes: readonly ConfigChange[], key: ConfigChange["key"]): readonly string[] {
  const change = changes.find((one) => one.key === key);
  return change === undefined ? [] : [...change.changed, ...change.removed];
}
