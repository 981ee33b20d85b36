/** MCP servers of the config, and their tools. */
export { McpServers } from "./mcp-servers.ts";
export type { McpLimits } from "./limits.ts";
export { whyNotReady } from "./mcp-server-status.ts";
