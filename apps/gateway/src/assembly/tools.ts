import { builtInTools, createFetchTool, McpServers, ToolRegistry } from "../tools/index.ts";
import type { StateStore } from "../state/index.ts";
import type { Base } from "./base.ts";
import type { Observation } from "./observation.ts";

export interface Tools {
  readonly tools: ToolRegistry;
  readonly mcp: McpServers;
}

/** What agents may call: what is built in, `fetch` while the config allows it, and what MCP servers bring. */
export function createTools(
  { clock, config, options, version }: Base,
  { state }: Pick<Observation, "state">,
  { approvals }: Pick<StateStore, "approvals">,
): Tools {
  const mcp = new McpServers(config().mcpServers.values(), {
    approvals,
    clock,
    state,
    version,
    random: Math.random,
    env: process.env,
    limits: options.mcpLimits ?? {},
  });
  const fetch = createFetchTool({
    config: () => config().tools.fetch,
    userAgent: `signalbox/${version}`,
  });
  const fixed = [...builtInTools, ...(options.tools ?? [])];
  const changing = () => [...(config().tools.fetch === null ? [] : [fetch]), ...mcp.tools()];
  return { tools: new ToolRegistry(fixed, changing), mcp };
}
