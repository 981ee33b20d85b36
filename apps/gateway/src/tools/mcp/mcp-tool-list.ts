import type { EventLevel } from "@signalbox/api-contract";
import { pinTools, readTools, type ListedTool, type PinnedTool } from "./listed-tools.ts";
import type { McpConnection } from "./mcp-connection.ts";
import { maxNewNames, type ToolPins } from "./tool-pins.ts";

export interface McpToolListOptions {
  readonly server: string;
  readonly pins: ToolPins;
  readonly tell: (level: EventLevel, message: string) => void;
}

const maxNamed = 10;

/** The tools of one server as it listed them last; what it changed about one is held until it is approved. */
export class McpToolList {
  readonly #options: McpToolListOptions;
  #listed: readonly ListedTool[] = [];
  /** The held hash that was told of, by tool. */
  #told: ReadonlyMap<string, string> = new Map();
  #isFullTold = false;

  constructor(options: McpToolListOptions) {
    this.#options = options;
  }

  list(): readonly PinnedTool[] {
    return pinTools(this.#listed, this.#options.pins).pinned;
  }

  /** Asks the server. Rejects where it does not answer; then the list stays what it was. */
  async refresh(connection: McpConnection, signal: AbortSignal): Promise<void> {
    const { server, pins, tell } = this.#options;
    const { tools: answered, isCut } = await connection.listTools(signal);
    const { tools, refused } = readTools(server, answered);
    if (isCut)
      tell("warn", `${server} has more than the ${tools.length} tools that are taken of it.`);
    if (refused.length > 0) {
      tell("warn", `${server} has tools that can't be offered: ${some(refused)}.`);
    }
    const { fresh } = pinTools(tools, pins);
    this.#listed = tools;
    const approved = await pins.addNew(
      server,
      fresh.map(({ fullName: tool, hash }) => ({ tool, hash })),
    );
    if (approved.length > 0) {
      const names = some(approved.map(({ tool }) => tool));
      tell("info", `Approved as seen for the first time: ${names}.`);
    }
    if (approved.length < fresh.length) this.#tellFull();
    this.#tellHeld();
  }

  /** Once: a server may come with other names as often as it likes. */
  #tellFull(): void {
    if (this.#isFullTold) return;
    this.#isFullTold = true;
    const { server, tell } = this.#options;
    tell(
      "warn",
      `${server} has had more names of tools than are approved by themselves (${maxNewNames}). New ones are held, and no agent has them, until somebody approves them.`,
    );
  }

  #tellHeld(): void {
    const held = this.list().filter(({ state }) => state === "held");
    for (const { fullName, hash, approvedHash } of held) {
      if (approvedHash === null || this.#told.get(fullName) === hash) continue;
      this.#options.tell(
        "warn",
        `${fullName} is not what was approved any more: ${this.#options.server} changed its description or its input. It is held, and no agent has it, until somebody approves it.`,
      );
    }
    this.#told = new Map(held.map(({ fullName, hash }) => [fullName, hash]));
  }
}

function some(names: readonly string[]): string {
  const more = names.length - maxNamed;
  return names.slice(0, maxNamed).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
