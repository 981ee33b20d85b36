import { ConfigError, type AgentConfig, type Config, type Problem } from "../config/index.ts";
import { nearest } from "../nearest.ts";
import type { Tool, ToolRegistry } from "../tools/index.ts";

/** The tools an agent has: those of an MCP server, which this version does not start, are missing. */
export function toolsOf(
  agent: AgentConfig,
  servers: Config["mcpServers"],
  registry: ToolRegistry,
): Tool[] {
  return registry.subset(agent.tools.filter((name) => !isOfServer(name, servers)));
}

/** Throws a `bad_config` that names every tool which an agent has and nobody offers. */
export function checkAgentTools(config: Config, registry: ToolRegistry): void {
  const known = registry.list().map(({ name }) => name);
  const problems = [...config.agents.values()].flatMap(({ name, tools }) =>
    tools
      .filter((tool) => !known.includes(tool) && !isOfServer(tool, config.mcpServers))
      .map((tool): Problem => {
        const meant = nearest(tool, known);
        const hint = meant === null ? known.join(", ") : `Did you mean ${meant}?`;
        return {
          where: config.configFile ?? "the config",
          key: `agents.${name}.tools`,
          message: `found ${tool}, expected a tool that there is. ${hint}`,
        };
      }),
  );
  if (problems.length > 0) throw new ConfigError("bad_config", problems);
}

/** `server.tool` where there is a server of that name. */
function isOfServer(tool: string, servers: Config["mcpServers"]): boolean {
  const dot = tool.indexOf(".");
  return dot !== -1 && servers.has(tool.slice(0, dot));
}
