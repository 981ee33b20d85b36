import { McpCalls } from "./mcp-calls.ts";
import { connectMcp, type ConnectOptions, type McpConnection } from "./mcp-connection.ts";
import type { McpServerConfig } from "../../config/index.ts";
import type { McpToolList } from "./mcp-tool-list.ts";
import { pause } from "./pause.ts";
import type { Redact } from "./redact.ts";

export interface McpSessionOptions extends Omit<ConnectOptions, "onToolsChanged"> {
  readonly config: McpServerConfig;
  readonly redact: Redact;
  readonly tools: McpToolList;
  /** The server says that its tools have changed, and does not say how. */
  readonly onRefreshFailed: (error: unknown) => void;
}

/** One life of a server: from its greeting and its first list of tools to its end. */
export class McpSession {
  readonly #options: McpSessionOptions;
  readonly #connection: McpConnection;
  readonly #calls: McpCalls;
  readonly #over = new AbortController();
  readonly #signal: AbortSignal;
  #isStale = false;
  #following: Promise<void> | null = null;

  private constructor(options: McpSessionOptions, connection: McpConnection) {
    const { config, redact, limits, signal } = options;
    this.#options = options;
    this.#connection = connection;
    this.#signal = AbortSignal.any([signal, this.#over.signal]);
    this.#calls = new McpCalls({ config, connection, redact, limits, signal: this.#signal });
  }

  /** Rejects with why it could not begin, in words for an operator; nothing of the server is left then. */
  static async open(options: McpSessionOptions): Promise<McpSession> {
    const { config, tools, signal } = options;
    let session: McpSession | null = null;
    let changedBefore = false;
    const onToolsChanged = (): void => {
      if (session === null) changedBefore = true;
      else session.#toolsChanged();
    };
    const connection = await connectMcp(config, { ...options, onToolsChanged });
    try {
      await tools.refresh(connection, signal);
    } catch (error) {
      const { whyLost } = connection;
      await connection.close();
      throw whyLost === null ? error : new Error(whyLost, { cause: error });
    }
    session = new McpSession(options, connection);
    if (changedBefore) session.#toolsChanged();
    return session;
  }

  /** Resolves with why it is over. */
  get ended(): Promise<string> {
    return this.#connection.lost;
  }

  /** By the name that the server gave it. */
  call(tool: string, input: unknown, signal: AbortSignal): Promise<string> {
    return this.#calls.run(tool, input, signal);
  }

  async close(): Promise<void> {
    this.#over.abort();
    await this.#connection.close();
    await this.#following;
  }

  #toolsChanged(): void {
    this.#isStale = true;
    this.#following ??= this.#follow();
  }

  /** One look at a time, and a rest after each: a server may say so as often as it likes. */
  async #follow(): Promise<void> {
    const { tools, limits, onRefreshFailed } = this.#options;
    while (this.#isStale && !this.#signal.aborted) {
      this.#isStale = false;
      try {
        await tools.refresh(this.#connection, this.#signal);
      } catch (error) {
        if (!this.#signal.aborted) onRefreshFailed(error);
      }
      await pause(limits.refreshEveryMs, this.#signal);
    }
    this.#following = null;
  }
}
