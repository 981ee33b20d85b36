import type { McpServerConfig } from "../../config/index.ts";
import { isSameValue } from "../../config/same-value.ts";
import type { ApprovalStore } from "../../state/index.ts";
import type { Tool } from "../tool.ts";
import { mcpLimits, type McpLimits } from "./limits.ts";
import { McpServer, type McpServerOptions } from "./mcp-server.ts";
import { whyNotReady } from "./mcp-server-status.ts";
import { signalGroup } from "./server-process.ts";
import { ToolPins } from "./tool-pins.ts";

export interface McpServersOptions extends Omit<McpServerOptions, "pins" | "limits" | "groups"> {
  readonly approvals: ApprovalStore;
  /** Instead of {@link mcpLimits}. */
  readonly limits?: Partial<McpLimits>;
}

/** All servers of the config, each on its own: what one does is no other's trouble. */
export class McpServers {
  readonly pins: ToolPins;
  readonly #options: McpServerOptions;
  readonly #servers = new Map<string, McpServer>();
  readonly #groups = new Set<number>();
  readonly #onExit = (): void => {
    for (const pid of this.#groups) signalGroup(pid, "SIGKILL");
  };
  #isStarted = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(configs: Iterable<McpServerConfig>, options: McpServersOptions) {
    const { approvals, clock, state } = options;
    this.pins = new ToolPins({
      store: approvals,
      now: clock.now,
      onTrouble: (error) => {
        const why = error instanceof Error ? error.message : String(error);
        const message = `Approved tools could not be kept, and are asked for again after a restart: ${why}`;
        state({ type: "event", level: "warn", source: "mcp", message });
      },
    });
    const limits = { ...mcpLimits, ...options.limits };
    this.#options = { ...options, pins: this.pins, limits, groups: this.#groups };
    for (const config of configs) this.#servers.set(config.name, this.#make(config));
  }

  /** Begins in the background. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    for (const server of this.#servers.values()) this.#start(server);
  }

  /** Stops and starts what differs from what there is; the others go on. Resolves once what went is gone. */
  apply(configs: Iterable<McpServerConfig>): Promise<void> {
    const wanted = new Map(Array.from(configs, (config) => [config.name, config]));
    return this.#inTurn(async () => {
      const gone = [...this.#servers.values()].filter(({ config }) => {
        const next = wanted.get(config.name);
        return next === undefined || !isSameValue(config, next);
      });
      for (const { config } of gone) this.#servers.delete(config.name);
      await Promise.all(gone.map((server) => server.stop()));
      for (const config of wanted.values()) {
        if (this.#servers.has(config.name)) continue;
        const server = this.#make(config);
        this.#servers.set(config.name, server);
        if (this.#isStarted) this.#start(server);
      }
    });
  }

  /** Resolves once no process and no connection of theirs is left. May be called again. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    await this.#inTurn(async () => {
      await Promise.all(Array.from(this.#servers.values(), (server) => server.stop()));
    });
    process.off("exit", this.#onExit);
  }

  list(): readonly McpServer[] {
    return [...this.#servers.values()];
  }

  get(name: string): McpServer | undefined {
    return this.#servers.get(name);
  }

  /** Starts it anew; resolves once what there was of it is gone. False where there is none of that name. */
  async restart(name: string): Promise<boolean> {
    let isThere = false;
    await this.#inTurn(async () => {
      const server = this.#servers.get(name);
      isThere = server !== undefined;
      if (this.#isStarted) await server?.restart();
    });
    return isThere;
  }

  /** Waits for those of these servers that are being started for the first time; not for long. */
  async firstStarts(names: Iterable<string>, signal: AbortSignal): Promise<void> {
    await Promise.all(Array.from(names, async (name) => this.get(name)?.firstStart(signal)));
  }

  /** What agents may call now. */
  tools(): readonly Tool[] {
    return this.list().flatMap((server) => server.tools());
  }

  /** None of them is needed for the gateway to be well: at worst a warning. */
  component(): { name: string; status: "ok" | "warn"; reason: string } {
    const servers = this.list();
    const troubles = servers.flatMap(({ config, status }) => {
      // A start is no trouble, nor is one that nobody asked for yet.
      if (status.state === "stopped") return [];
      if (status.state === "starting" && status.reason === null) return [];
      const why = whyNotReady(status);
      return why === null ? [] : [`${config.name}: ${why}`];
    });
    const name = "MCP servers";
    if (troubles.length > 0) return { name, status: "warn", reason: troubles.join("; ") };
    const ready = servers.filter(({ status }) => status.state === "ready").length;
    const reason =
      servers.length === 0 ? "none in the config" : `${ready} of ${servers.length} are ready`;
    return { name, status: "ok", reason };
  }

  #start(server: McpServer): void {
    // What ends the process in a hurry leaves none of its children behind.
    process.off("exit", this.#onExit);
    process.once("exit", this.#onExit);
    server.start();
  }

  #make(config: McpServerConfig): McpServer {
    return new McpServer(config, this.#options);
  }

  /** One change at a time. */
  #inTurn(change: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(change);
    this.#turn = turn.catch(() => {
      // Told to whoever asked for it.
    });
    return turn;
  }
}
