import { ContractError } from "@signalbox/api-contract";
import { maxApprovals, type ApprovalRecord, type ApprovalStore } from "../../state/index.ts";

/** Names of one server that are ever approved because they are new; new ones beyond that are held. */
export const maxNewNames = 1_000;
/** Of all servers together. What is left of the store's bound is for what people approve. */
const maxNewNamesInAll = 18_000;

export interface ToolPinsOptions {
  readonly store: ApprovalStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The disk refused: what was approved holds until the gateway stops. */
  readonly onTrouble: (error: unknown) => void;
}

export interface NewTool {
  /** `server.tool` */
  readonly tool: string;
  readonly hash: string;
}

/**
 * What has been approved of each tool, by `server.tool`: in memory, kept in step with the disk. An approval is
 * never dropped: a server that could push out those of others could change its tools unseen, or theirs.
 */
export class ToolPins {
  readonly #options: ToolPinsOptions;
  readonly #approved = new Map<string, string>();
  /** How many names each server has. */
  readonly #names = new Map<string, number>();
  #loading: Promise<void> | null = null;

  constructor(options: ToolPinsOptions) {
    this.#options = options;
  }

  /** To be awaited before the first question. Rejects where the disk can't be read. */
  load(): Promise<void> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  hashOf(tool: string): string | undefined {
    return this.#approved.get(tool);
  }

  /** Tools of a server seen for the first time. Answers with those that there was room for. */
  async addNew(server: string, tools: readonly NewTool[]): Promise<readonly NewTool[]> {
    const room = Math.min(
      maxNewNames - (this.#names.get(server) ?? 0),
      maxNewNamesInAll - this.#approved.size,
    );
    const taken = tools.slice(0, Math.max(0, room));
    await this.#put(taken, null);
    return taken;
  }

  /** Throws `conflict` for one more tool than the store holds. */
  async approve(tool: string, hash: string, by: string): Promise<void> {
    if (!this.#approved.has(tool) && this.#approved.size >= maxApprovals) {
      const message = `${maxApprovals} tools are approved already, and no more are kept.`;
      throw new ContractError("conflict", message);
    }
    await this.#put([{ tool, hash }], by);
  }

  async #load(): Promise<void> {
    for (const { tool, hash } of await this.#options.store.all()) this.#keep(tool, hash);
  }

  async #put(tools: readonly NewTool[], by: string | null): Promise<void> {
    if (tools.length === 0) return;
    const at = this.#options.now();
    const records = tools.map(({ tool, hash }): ApprovalRecord => ({ tool, hash, by, at }));
    for (const { tool, hash } of records) this.#keep(tool, hash);
    try {
      await this.#options.store.put(records);
    } catch (error) {
      this.#options.onTrouble(error);
    }
  }

  #keep(tool: string, hash: string): void {
    if (!this.#approved.has(tool)) {
      // A server's name has no dot.
      const [server = ""] = tool.split(".", 1);
      this.#names.set(server, (this.#names.get(server) ?? 0) + 1);
    }
    this.#approved.set(tool, hash);
  }
}
