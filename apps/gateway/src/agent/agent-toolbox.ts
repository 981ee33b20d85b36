import type { AgentConfig, Config } from "../config/index.ts";
import type { Fact } from "../recorder/index.ts";
import type { RunningRequest } from "../requests/index.ts";
import { whyNotReady, type McpServers, type Tool, type ToolRegistry } from "../tools/index.ts";
import { serverToolsOf, toolsOf } from "./agent-tool-names.ts";

export interface AgentToolboxOptions {
  readonly config: () => Config;
  readonly tools: ToolRegistry;
  readonly mcp: Pick<McpServers, "get" | "firstStarts">;
  readonly state: (fact: Fact) => void;
}

/** What an agent's run can call: what there is once its servers have had time to start. */
export class AgentToolbox {
  readonly #options: AgentToolboxOptions;

  constructor(options: AgentToolboxOptions) {
    this.#options = options;
  }

  /** The tools for this run. Those of its agent that are missing are told among its messages. */
  async open(agent: AgentConfig, { id, sessionId, signal }: RunningRequest): Promise<Tool[]> {
    const { config, tools, mcp, state } = this.#options;
    const { mcpServers } = config();
    const ofServers = serverToolsOf(agent, mcpServers);
    if (ofServers.size === 0) return toolsOf(agent, mcpServers, tools);
    await mcp.firstStarts(ofServers.keys(), signal);
    const found = toolsOf(agent, mcpServers, tools);
    const names = new Set(found.map(({ name }) => name));
    const missing = [...ofServers].flatMap(([server, asked]) =>
      this.#missing(server, asked, names),
    );
    if (missing.length > 0) {
      const text = missing.join("\n");
      state({ type: "request.messages", requestId: id, messages: [{ role: "system", text }] });
      const source = `agent.${agent.name}`;
      const message = missing.join(" ");
      state({ type: "event", level: "warn", source, message, requestId: id, sessionId });
    }
    return found;
  }

  /** A sentence for a server that is not there, or one for each of its tools that is not offered. */
  #missing(server: string, asked: readonly string[], found: ReadonlySet<string>): string[] {
    const status = this.#options.mcp.get(server)?.status;
    const why = status === undefined ? "it is not there" : whyNotReady(status);
    if (why !== null) return [`Ran without ${asked.join(", ")}. The MCP server ${server}: ${why}.`];
    return asked
      .filter((name) => !name.endsWith(".*") && !found.has(name))
      .map((name) => `Ran without ${name}: ${server} does not offer it, or it is held.`);
  }
}
