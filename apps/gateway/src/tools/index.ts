export { builtInTools } from "./built-in-tools.ts";
export { createFetchTool } from "./fetch.ts";
export { McpServers, whyNotReady, type McpLimits } from "./mcp/index.ts";
export { ToolRegistry } from "./registry.ts";
export { runTool, type ToolResult } from "./run-tool.ts";
export { ToolError, type Tool } from "./tool.ts";
