import type { Tool as McpTool } from "@modelcontextprotocol/client";
import type { ToolPins } from "./tool-pins.ts";
import { hashOfTool } from "./tool-hash.ts";
import { visibleText } from "./visible-text.ts";

const maxDescription = 4_000;
const maxSchemaLength = 64 * 1024;
const maxShownName = 100;
/** What providers and people can tell apart. */
const usableName = /^[A-Za-z0-9_./-]{1,128}$/;

/** A tool as its server lists it, fit to be shown to models and people. */
export interface ListedTool {
  /** As the server calls it. */
  readonly name: string;
  /** `server.tool` */
  readonly fullName: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

export interface SortedTools {
  readonly tools: readonly ListedTool[];
  /** What was not taken, and why, in words for an operator. */
  readonly refused: readonly string[];
}

/** Takes what can be offered of a server's list. Its names and descriptions are a stranger's text. */
export function readTools(server: string, listed: readonly McpTool[]): SortedTools {
  const tools = new Map<string, ListedTool>();
  const refused: string[] = [];
  for (const { name, description = "", inputSchema } of listed) {
    const hash = hashOfTool({ name, description, inputSchema });
    const problem = problemOf(name, hash, inputSchema, tools.has(name));
    if (problem !== null || hash === null) {
      refused.push(`${visibleText(name, maxShownName)} ${problem}`);
      continue;
    }
    const shown = visibleText(description, maxDescription);
    const fullName = `${server}.${name}`;
    tools.set(name, { name, fullName, description: shown, inputSchema, hash });
  }
  return { tools: [...tools.values()], refused };
}

function problemOf(
  name: string,
  hash: string | null,
  schema: unknown,
  isTaken: boolean,
): string | null {
  if (!usableName.test(name)) return "has a name with other signs than letters, digits and _ . / -";
  if (isTaken) return "is listed twice";
  if (hash === null) return "has a schema that is nested too deep";
  const { length } = JSON.stringify(schema);
  return length > maxSchemaLength ? `has a schema of ${length} characters` : null;
}

/** A listed tool, and the hash that was approved in place of its own where that is another; null where none was. */
export interface PinnedTool extends ListedTool {
  readonly state: "ready" | "held";
  readonly approvedHash: string | null;
}

/** Holds back what is not as it was approved, and tells what has never been. */
export function pinTools(
  tools: readonly ListedTool[],
  pins: ToolPins,
): { pinned: readonly PinnedTool[]; fresh: readonly ListedTool[] } {
  const fresh = tools.filter(({ fullName }) => pins.hashOf(fullName) === undefined);
  const pinned = tools.map((tool): PinnedTool => {
    const approvedHash = pins.hashOf(tool.fullName) ?? null;
    return { ...tool, approvedHash, state: approvedHash === tool.hash ? "ready" : "held" };
  });
  return { pinned, fresh };
}
