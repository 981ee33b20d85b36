import { ToolError, type Tool } from "../src/tools/index.ts";

/** A tool that never answers, and tells when it was called and when it was stopped. */
export function createStuckTool() {
  const called = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  const tool: Tool = {
    name: "snooze",
    description: "Sleeps until it is stopped.",
    inputSchema: { type: "object", properties: {} },
    source: "built-in",
    run: async (_, { signal }) => {
      called.resolve();
      signal.addEventListener("abort", () => stopped.resolve(), { once: true });
      return new Promise<string>(() => {});
    },
  };
  return { tool, called: called.promise, stopped: stopped.promise };
}

/** A tool that always fails. */
export const brokenTool: Tool = {
  name: "fax",
  description: "Sends a fax.",
  inputSchema: { type: "object", properties: {} },
  source: "built-in",
  run: () => Promise.reject(new ToolError("tool_failed", "fax failed: no paper.")),
};
