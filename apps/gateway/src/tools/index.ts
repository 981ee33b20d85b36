export { builtInTools } from "./built-in-tools.ts";
export { ToolRegistry } from "./registry.ts";
export { runTool, type ToolResult } from "./run-tool.ts";
export { ToolError, type Tool } from "./tool.ts";
