import type { ApprovalRecord, ApprovalStore } from "../../state/index.ts";

export interface ToolPinsOptions {
  readonly store: ApprovalStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The disk refused: what was approved holds until the gateway stops. */
  readonly onTrouble: (error: unknown) => void;
}

/** What has been approved of each tool, by `server.tool`: in memory, kept in step with the disk. */
export class ToolPins {
  readonly #options: ToolPinsOptions;
  readonly #approved = new Map<string, string>();
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

  /** Tools seen for the first time. */
  async addNew(tools: readonly { readonly tool: string; readonly hash: string }[]): Promise<void> {
    await this.#put(tools, null);
  }

  async approve(tool: string, hash: string, by: string): Promise<void> {
    await this.#put([{ tool, hash }], by);
  }

  async #load(): Promise<void> {
    for (const { tool, hash } of await this.#options.store.all()) this.#approved.set(tool, hash);
  }

  async #put(
    tools: readonly { readonly tool: string; readonly hash: string }[],
    by: string | null,
  ): Promise<void> {
    const at = this.#options.now();
    const records = tools.map(({ tool, hash }): ApprovalRecord => ({ tool, hash, by, at }));
    for (const { tool, hash } of records) this.#approved.set(tool, hash);
    try {
      await this.#options.store.put(records);
    } catch (error) {
      this.#options.onTrouble(error);
    }
  }
}
