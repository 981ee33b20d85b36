import { ConfigError, type AgentConfig, type Config, type Problem } from "../config/index.ts";
import { nearest } from "../nearest.ts";
import type { Tool, ToolRegistry } from "../tools/index.ts";

const fetchName = "fetch";
const allOfServer = "*";

/**
 * The tools an agent has now. `docs.*` stands for all of a server's; those of a server that is not ready,
 * and those that are held, are missing, and so is `fetch` where the config stopped allowing it.
 */
export function toolsOf(
  agent: AgentConfig,
  servers: Config["mcpServers"],
  registry: ToolRegistry,
): Tool[] {
  const there = registry.list().map(({ name }) => name);
  const names = agent.tools.flatMap((name) => {
    const server = serverOf(name, servers);
    if (server === null) return name !== fetchName || there.includes(name) ? [name] : [];
    const asked = name.slice(server.length + 1);
    return there.filter((one) =>
      asked === allOfServer ? one.startsWith(`${server}.`) : one === name,
    );
  });
  return registry.subset(names);
}

/** Throws a `bad_config` that names every tool which an agent has and nobody offers. */
export function checkAgentTools(config: Config, registry: ToolRegistry): void {
  const known = [
    ...registry.fixedNames(),
    ...(config.tools.fetch === null ? [] : [fetchName]),
    ...Array.from(config.mcpServers.keys(), (server) => `${server}.${allOfServer}`),
  ];
  const problems = [...config.agents.values()].flatMap(({ name, tools }) =>
    tools
      .filter((tool) => !known.includes(tool) && serverOf(tool, config.mcpServers) === null)
      .map((tool): Problem => ({
        where: config.configFile ?? "the config",
        key: `agents.${name}.tools`,
        message: `found ${tool}, expected a tool that there is. ${hintFor(tool, known)}`,
      })),
  );
  if (problems.length > 0) throw new ConfigError("bad_config", problems);
}

function hintFor(tool: string, known: readonly string[]): string {
  if (tool === fetchName) {
    return "fetch is off unless it is told where it may go: tools: { fetch: { allow: [https://api.example.com] } }";
  }
  const meant = nearest(tool, known);
  return meant === null ? `There are ${known.join(", ")}` : `Did you mean ${meant}?`;
}

/** What an agent has of MCP servers, by server: the names as the config has them. */
export function serverToolsOf(
  agent: AgentConfig,
  servers: Config["mcpServers"],
): ReadonlyMap<string, readonly string[]> {
  const named = agent.tools.flatMap((tool): [string, string][] => {
    const server = serverOf(tool, servers);
    return server === null ? [] : [[server, tool]];
  });
  return new Map(
    Array.from(
      Map.groupBy(named, ([server]) => server),
      ([server, pairs]) => [server, pairs.map(([, tool]) => tool)],
    ),
  );
}

/** The server that `server.tool` names, or null where there is none of that name. */
function serverOf(tool: string, servers: Config["mcpServers"]): string | null {
  const server = tool.slice(0, Math.max(0, tool.indexOf(".")));
  return tool.length > server.length + 1 && servers.has(server) ? server : null;
}
