export { builtInTools } from "./built-in-tools.ts";
export { ToolRegistry } from "./registry.ts";
export { runTool, type RunToolOptions, type ToolResult } from "./run-tool.ts";
export { ToolError, type JsonSchema, type Tool, type ToolContext } from "./tool.ts";
export type { ToolErrorCode } from "./tool.ts";
