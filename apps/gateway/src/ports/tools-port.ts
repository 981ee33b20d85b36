import {
  ContractError,
  type ApprovedTool,
  type ApproveToolInput,
  type McpServerRow,
  type RestartedServer,
  type RestartServerInput,
  type ToolRow,
  type ToolWindowInput,
} from "@signalbox/api-contract";
import type { Caller, ToolsPort } from "@signalbox/api-contract/server";
import type { BreakdownRow, MetricsCollector } from "@signalbox/metrics";
import { whoIs, type AuditEntry } from "../audit/index.ts";
import type { Clock } from "../clock.ts";
import type { History } from "../history/index.ts";
import type { RequestLog } from "../recorder/index.ts";
import { whyNotReady, type McpServers, type Tool, type ToolRegistry } from "../tools/index.ts";
import { beginningOf } from "../beginning-of.ts";
import { isRemembered, trafficWindow, type TrafficWindow } from "./traffic-window.ts";

const msPerMinute = 60_000;
const maxHeldSchema = 4_000;

export interface ToolsPortOptions {
  readonly tools: ToolRegistry;
  readonly mcp: McpServers;
  readonly collector: MetricsCollector;
  readonly log: RequestLog;
  readonly history: History;
  readonly clock: Clock;
  readonly startedAt: number;
  readonly audit: { add(entry: AuditEntry): Promise<unknown> };
}

type McpServer = ReturnType<McpServers["list"]>[number];
type CountedField = "calls" | "failed" | "inFlight" | "oldestSince" | "latencyP50" | "latencyP95";
type Identity = Omit<ToolRow, CountedField>;

/** The tools there are, those that could be, and what operators do about them. */
export function createToolsPort(options: ToolsPortOptions): ToolsPort {
  const { tools, mcp } = options;
  return {
    list(input) {
      const ofServers = mcp.list().flatMap(rowsOfServer);
      const names = new Set(ofServers.map(({ name }) => name));
      const others = tools.list().filter(({ name }) => !names.has(name));
      return withCounts(options, [...others.map(builtInRow), ...ofServers], input);
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

async function withCounts(
  options: ToolsPortOptions,
  rows: readonly Identity[],
  input: ToolWindowInput,
): Promise<ToolRow[]> {
  const window = trafficWindow(input, options.clock.now());
  const counts = countsOfRunning(await runningAt(window, options));
  const counted = isRemembered(window, options)
    ? countedNow(window, options)
    : await countedThen(window, options);
  for (const [name, figures] of counted) {
    counts.set(name, { ...(counts.get(name) ?? none), ...figures });
  }
  return rows.map((row) => ({ ...row, ...(counts.get(row.name) ?? none) }));
}

type ToolCounts = Pick<ToolRow, CountedField>;
type ToolFigures = Pick<ToolRow, "calls" | "failed" | "latencyP50" | "latencyP95">;

/** Calls of one tool that run at a moment. */
interface Running {
  count: number;
  since: number;
}

async function runningAt(
  { at }: TrafficWindow,
  { log, history }: ToolsPortOptions,
): Promise<Map<string, Running>> {
  return runningTools(at === null ? log.active.values() : (await history.past(at)).requests);
}

function countedNow(
  { from, to }: TrafficWindow,
  { collector }: ToolsPortOptions,
): Map<string, ToolFigures> {
  const rows = collector.breakdown("tool", (to - from) / msPerMinute);
  return new Map(rows.map((row) => [row.value, figuresOf(row, row.toolDuration)]));
}

/** A window of whole minutes. */
async function countedThen(
  { from, to }: TrafficWindow,
  { history }: ToolsPortOptions,
): Promise<Map<string, ToolFigures>> {
  const rows = await history.breakdown("tool", { from, to }, ["toolDuration"]);
  return new Map(
    rows.map(({ value, counters, sketches }) => [
      value,
      figuresOf(counters, sketches.toolDuration),
    ]),
  );
}

function figuresOf(
  { toolCalls, toolFailures }: Pick<BreakdownRow, "toolCalls" | "toolFailures">,
  duration: { readonly p50: number; readonly p95: number } | null | undefined,
): ToolFigures {
  return {
    calls: toolCalls,
    failed: toolFailures,
    latencyP50: duration?.p50 ?? null,
    latencyP95: duration?.p95 ?? null,
  };
}

const none: ToolCounts = {
  calls: 0,
  failed: 0,
  inFlight: 0,
  oldestSince: null,
  latencyP50: null,
  latencyP95: null,
};

/** Of requests that are in a tool: since when they are is since when it was called. */
function runningTools(
  requests: Iterable<{ readonly tool: string | null; readonly phaseSince: number | null }>,
): Map<string, Running> {
  const running = new Map<string, Running>();
  for (const { tool, phaseSince } of requests) {
    if (tool === null) continue;
    const known = running.get(tool) ?? { count: 0, since: Number.POSITIVE_INFINITY };
    known.count += 1;
    known.since = Math.min(known.since, phaseSince ?? Number.POSITIVE_INFINITY);
    running.set(tool, known);
  }
  return running;
}

function countsOfRunning(running: ReadonlyMap<string, Running>): Map<string, ToolCounts> {
  return new Map(
    Array.from(running, ([tool, { count, since }]) => [
      tool,
      { ...none, inFlight: count, oldestSince: Number.isFinite(since) ? since : null },
    ]),
  );
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
