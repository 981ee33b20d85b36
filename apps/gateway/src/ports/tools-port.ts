import {
  ContractError,
  type ApprovedTool,
  type ApproveToolInput,
  type McpServerRow,
  type RestartedServer,
  type RestartServerInput,
  type ToolRow,
} from "@signalbox/api-contract";
import type { Caller, ToolsPort } from "@signalbox/api-contract/server";
import type { MetricsCollector } from "@signalbox/metrics";
import { whoIs, type AuditEntry } from "../audit/index.ts";
import type { RequestLog } from "../recorder/index.ts";
import { whyNotReady, type McpServers, type Tool, type ToolRegistry } from "../tools/index.ts";
import { beginningOf } from "../beginning-of.ts";

const windowMinutes = 15;
const maxHeldSchema = 4_000;

export interface ToolsPortOptions {
  readonly tools: ToolRegistry;
  readonly mcp: McpServers;
  readonly collector: MetricsCollector;
  readonly log: RequestLog;
  readonly audit: { add(entry: AuditEntry): Promise<unknown> };
}

type McpServer = ReturnType<McpServers["list"]>[number];
type Identity = Omit<ToolRow, "calls" | "failed" | "inFlight" | "latencyP95">;

/** The tools there are, those that could be, and what operators do about them. */
export function createToolsPort(options: ToolsPortOptions): ToolsPort {
  const { tools, mcp } = options;
  return {
    list() {
      const ofServers = mcp.list().flatMap(rowsOfServer);
      const names = new Set(ofServers.map(({ name }) => name));
      const others = tools.list().filter(({ name }) => !names.has(name));
      return withCounts(options, [...others.map(builtInRow), ...ofServers]);
    },
    servers: (caller) => mcp.list().map((server) => serverRow(server, caller)),
    restartServer: (caller, input) => restartServer(options, caller, input),
    approve: (caller, input) => approve(options, caller, input),
  };
}

function builtInRow({ name, description, source }: Tool): Identity {
  return {
    name,
    description,
    source,
    server: null,
    state: "ready",
    reason: null,
    hash: null,
    heldHash: null,
    heldSchema: null,
  };
}

function rowsOfServer({ config, status, list }: McpServer): Identity[] {
  const why = whyNotReady(status);
  return list.list().map((tool): Identity => {
    const isHeld = tool.state === "held";
    const held =
      tool.approvedHash === null
        ? "its server has had too many tools for new ones to be approved by themselves, and nobody approved this one yet"
        : "its server changed its description or its input, and nobody approved that yet";
    return {
      name: tool.fullName,
      description: tool.description,
      source: config.name,
      server: config.name,
      state: isHeld ? "held" : why === null ? "ready" : "unavailable",
      reason: isHeld ? held : why === null ? null : `${config.name} is not ready: ${why}`,
      hash: tool.approvedHash,
      heldHash: isHeld ? tool.hash : null,
      heldSchema: isHeld ? beginningOf(JSON.stringify(tool.inputSchema), maxHeldSchema) : null,
    };
  });
}

function withCounts({ collector, log }: ToolsPortOptions, rows: readonly Identity[]): ToolRow[] {
  const counts = new Map(collector.breakdown("tool", windowMinutes).map((row) => [row.value, row]));
  const inFlight = new Map<string, number>();
  for (const { tool } of log.active.values()) {
    if (tool !== null) inFlight.set(tool, (inFlight.get(tool) ?? 0) + 1);
  }
  return rows.map((row) => {
    const counted = counts.get(row.name);
    return {
      ...row,
      calls: counted?.toolCalls ?? 0,
      failed: counted?.toolFailures ?? 0,
      inFlight: inFlight.get(row.name) ?? 0,
      latencyP95: counted?.toolDuration?.p95 ?? null,
    };
  });
}

function serverRow(server: McpServer, { role }: Caller): McpServerRow {
  const { config, status, restarts } = server;
  const tools = server.list.list();
  const isOperator = role === "operator" || role === "admin";
  return {
    name: config.name,
    kind: config.kind === "command" ? "stdio" : "http",
    state: status.state,
    reason: "reason" in status ? status.reason : null,
    since: status.since,
    restarts,
    nextAttemptAt: status.state === "backoff" ? status.nextAttemptAt : null,
    tools: tools.length,
    held: tools.filter(({ state }) => state === "held").length,
    stderr: isOperator ? [...server.lastLines()] : [],
  };
}

async function restartServer(
  { mcp, audit }: ToolsPortOptions,
  caller: Caller,
  { server: name, reason }: RestartServerInput,
): Promise<RestartedServer> {
  const before = mcp.get(name)?.status.state ?? null;
  if (!(await mcp.restart(name))) {
    const known = mcp.list().map(({ config }) => config.name);
    const there = known.length === 0 ? "none in the config" : known.join(", ");
    throw new ContractError(
      "not_found",
      `There is no MCP server called ${name}. There are ${there}.`,
    );
  }
  const after = mcp.get(name)?.status.state ?? null;
  await audit.add({
    who: whoIs(caller),
    action: "mcpServer.restarted",
    target: name,
    reason: reason ?? null,
    before: { state: before },
    after: { state: after },
  });
  return { server: name };
}

async function approve(
  { mcp, audit }: ToolsPortOptions,
  caller: Caller,
  { tool: name, hash, reason }: ApproveToolInput,
): Promise<ApprovedTool> {
  const tool = mcp
    .list()
    .flatMap((server) => server.list.list())
    .find(({ fullName }) => fullName === name);
  if (tool === undefined) {
    throw new ContractError("not_found", `No MCP server has a tool called ${name}.`);
  }
  if (tool.hash !== hash) {
    const message = `${name} is another one by now: its hash is ${tool.hash}. Look at it again in tools.list before you approve it.`;
    throw new ContractError("conflict", message);
  }
  if (tool.state === "held") {
    await mcp.pins.approve(name, hash, whoIs(caller));
    await audit.add({
      who: whoIs(caller),
      action: "tool.approved",
      target: name,
      reason: reason ?? null,
      before: { hash: tool.approvedHash },
      after: { hash },
    });
  }
  return { tool: name, hash };
}
