import { z } from "zod";
import { windowInput } from "./window.ts";
import { epochMs, ms } from "./words.ts";

/**
 * `ready` is offered to the agents that have it. `held` waits for someone to approve what its server
 * changed about it. `unavailable` is a known tool whose server is not there.
 */
export const toolState = z.enum(["ready", "held", "unavailable"]);
export type ToolState = z.infer<typeof toolState>;

export const toolRow = z.object({
  /** `server.tool` where an MCP server has it. */
  name: z.string(),
  description: z.string(),
  source: z.string(),
  /** The MCP server that has it. */
  server: z.string().nullable(),
  state: toolState,
  /** Why it is not ready. */
  reason: z.string().nullable(),
  /** SHA-256 of its name, description and input schema as they were approved; null for a built-in one. */
  hash: z.string().nullable(),
  /** The same of what is held. */
  heldHash: z.string().nullable(),
  /** The input schema that is held, as JSON, cut to a length; its description is the row's own. */
  heldSchema: z.string().nullable(),
  calls: z.number(),
  failed: z.number(),
  inFlight: z.number(),
  /** When the oldest of those in flight began. */
  oldestSince: epochMs.nullable(),
  latencyP50: ms.nullable(),
  latencyP95: ms.nullable(),
});
export type ToolRow = z.infer<typeof toolRow>;

/**
 * `backoff` starts again by itself at `nextAttemptAt`; `disabled` crashed too often and waits for an
 * operator; `stopped` is a server of a gateway that has not started or is stopping.
 */
export const mcpServerState = z.enum(["starting", "ready", "backoff", "disabled", "stopped"]);
export type McpServerState = z.infer<typeof mcpServerState>;

export const mcpServerRow = z.object({
  name: z.string(),
  kind: z.enum(["stdio", "http"]),
  state: mcpServerState,
  /** Why it is not ready. */
  reason: z.string().nullable(),
  /** When it came into this state. */
  since: epochMs,
  /** Starts after the first one. */
  restarts: z.number(),
  nextAttemptAt: epochMs.nullable(),
  tools: z.number(),
  held: z.number(),
  /** The last lines it wrote to stderr, for operators; empty for others. */
  stderr: z.array(z.string()),
});
export type McpServerRow = z.infer<typeof mcpServerRow>;

const reason = z.string().trim().min(1).max(500).optional();

/** The window of the figures: the last 15 minutes unless told. What state a tool is in is always now's. */
export const toolWindowInput = windowInput(900_000);
export type ToolWindowInput = z.infer<typeof toolWindowInput>;

export const approveToolInput = z.strictObject({
  /** `server.tool` */
  tool: z.string().min(1).max(256),
  /** The held hash that was looked at: what changed since then is not approved with it. */
  hash: z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits, as tools.list tells them"),
  reason,
});
export type ApproveToolInput = z.infer<typeof approveToolInput>;

export const approvedTool = z.object({ tool: z.string(), hash: z.string() });
export type ApprovedTool = z.infer<typeof approvedTool>;

export const restartServerInput = z.strictObject({ server: z.string().min(1).max(64), reason });
export type RestartServerInput = z.infer<typeof restartServerInput>;

export const restartedServer = z.object({ server: z.string() });
export type RestartedServer = z.infer<typeof restartedServer>;
