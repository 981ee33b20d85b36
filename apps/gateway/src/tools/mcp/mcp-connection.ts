import { basename } from "node:path";
import type { CallToolResult, Client, Tool } from "@modelcontextprotocol/client";
import type { McpServerConfig } from "../../config/index.ts";
import { openLink, type LinkOptions, type McpLink, type McpSdk } from "./mcp-link.ts";
import { callNumberKey } from "./stdio-transport.ts";

export interface ConnectOptions extends Omit<LinkOptions, "sdk"> {
  readonly version: string;
  readonly signal: AbortSignal;
  /** The server says that its tools have changed. */
  readonly onToolsChanged: () => void;
}

export interface McpCall {
  readonly tool: string;
  readonly input: unknown;
  /** One of its own for each call of the connection. */
  readonly number: number;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

const unprocessable = 400;

/**
 * Connects to a server and greets it. What it rejects with says why in words for an operator; nothing of
 * the server is left then.
 */
export async function connectMcp(
  config: McpServerConfig,
  options: ConnectOptions,
): Promise<McpConnection> {
  const sdk = await import("@modelcontextprotocol/client");
  try {
    return await attempt(sdk, config, options, "legacy");
  } catch (error) {
    // Most servers know the greeting of before 2026. One that refused it is asked in the new way: asking so
    // first would end those that give up on the first word they don't know.
    if (options.signal.aborted || !refusedGreeting(sdk, error)) throw error;
    return attempt(sdk, config, options, "auto");
  }
}

async function attempt(
  sdk: McpSdk,
  config: McpServerConfig,
  options: ConnectOptions,
  mode: "legacy" | "auto",
): Promise<McpConnection> {
  const { limits, signal, version } = options;
  const link = await openLink(config, { ...options, sdk });
  const client = new sdk.Client(
    { name: "signalbox", version },
    {
      capabilities: {},
      versionNegotiation: { mode, probe: { timeoutMs: limits.probeMs } },
      listChanged: { tools: { autoRefresh: false, onChanged: options.onToolsChanged } },
    },
  );
  const lost = link.lost.then((reason) => {
    throw new Error(reason);
  });
  try {
    const greeting = client.connect(link.transport, { timeout: limits.startMs, signal });
    await Promise.race([lost, greeting]);
    return new McpConnection(sdk, link, client, options);
  } catch (error) {
    await link.close(client);
    throw isTimeout(sdk, error) ? notGreeted(config, limits.startMs, error) : error;
  } finally {
    lost.catch(() => {
      // Told to whoever holds the connection.
    });
  }
}

function isTimeout(sdk: McpSdk, error: unknown): boolean {
  return sdk.SdkError.isInstance(error) && error.code === sdk.SdkErrorCode.RequestTimeout;
}

/** They fetch a server before they start it. */
const fetchers: ReadonlySet<string> = new Set(["bunx", "npx", "pnpx", "uvx"]);

function notGreeted(config: McpServerConfig, startMs: number, cause: unknown): Error {
  const program = config.kind === "command" ? basename(config.command) : "";
  const why = fetchers.has(program) ? ` (${program} may still be downloading it)` : "";
  return new Error(`it did not answer \`initialize\` within ${startMs / 1_000} s${why}`, { cause });
}

function refusedGreeting(sdk: McpSdk, error: unknown): boolean {
  if (sdk.SdkHttpError.isInstance(error)) return error.status === unprocessable;
  if (sdk.ProtocolError.isInstance(error)) return true;
  return error instanceof Error && error.message.includes("protocol version is not supported");
}

/** A server that was greeted. */
export class McpConnection {
  readonly #sdk: McpSdk;
  readonly #link: McpLink;
  readonly #client: Client;
  readonly #options: ConnectOptions;
  readonly #tools = new Map<string, Tool>();
  #isProbing = false;
  #whyLost: string | null = null;

  constructor(sdk: McpSdk, link: McpLink, client: Client, options: ConnectOptions) {
    this.#sdk = sdk;
    this.#link = link;
    this.#client = client;
    this.#options = options;
    // An error that nobody waits for may mean that a server elsewhere is gone.
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK has no other way
    if (!link.isProcess) client.onerror = () => void this.probe();
    void this.#noteLoss();
  }

  /** Resolves with why, once the server is gone or was given up. */
  get lost(): Promise<string> {
    return this.#link.lost;
  }

  /** Null while it is there. */
  get whyLost(): string | null {
    return this.#whyLost;
  }

  isUnanswered(callNumber: number): boolean {
    return this.#link.isUnanswered(callNumber);
  }

  kill(reason: string): void {
    this.#link.kill(reason);
  }

  close(): Promise<void> {
    return this.#link.close(this.#client);
  }

  /** As many as are taken of a server; `isCut` where it has more. */
  async listTools(signal: AbortSignal): Promise<{ tools: Tool[]; isCut: boolean }> {
    const { maxPages, maxTools, startMs } = this.#options.limits;
    if (this.#client.getServerCapabilities()?.tools === undefined) {
      return { tools: [], isCut: false };
    }
    const tools: Tool[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < maxPages && tools.length <= maxTools; page += 1) {
      const params = cursor === undefined ? {} : { cursor };
      const request = { method: "tools/list" as const, params };
      const answer = await this.#client.request(request, { signal, timeout: startMs });
      tools.push(...answer.tools);
      cursor = answer.nextCursor;
      if (cursor === undefined) break;
    }
    const isCut = cursor !== undefined || tools.length > maxTools;
    const taken = tools.slice(0, maxTools);
    this.#remember(taken);
    return { tools: taken, isCut };
  }

  /** Rejects with the server's own error, or with the signal's reason. */
  call({ tool, input, number, signal, timeoutMs }: McpCall): Promise<CallToolResult> {
    const definition = this.#tools.get(tool);
    return this.#client.callTool(
      {
        name: tool,
        // Its input was checked to be an object where its schema says so.
        arguments: typeof input === "object" && input !== null ? { ...input } : {},
        _meta: { [callNumberKey]: number },
      },
      {
        signal,
        timeout: timeoutMs,
        ...(definition === undefined ? {} : { toolDefinition: definition }),
      },
    );
  }

  /** Asks whether the server is still there; one that does not answer in time is given up. */
  async probe(): Promise<void> {
    if (this.#isProbing) return;
    this.#isProbing = true;
    const { limits, signal } = this.#options;
    try {
      await this.#client.request({ method: "tools/list" }, { signal, timeout: limits.probeMs });
    } catch (error) {
      // An answer, whatever it says.
      if (this.#sdk.ProtocolError.isInstance(error)) return;
      const why = error instanceof Error ? error.message : String(error);
      this.#link.kill(`it does not answer any more: ${why}`);
    } finally {
      this.#isProbing = false;
    }
  }

  async #noteLoss(): Promise<void> {
    this.#whyLost = await this.#link.lost;
  }

  /** Without what a server says of its answers: they are read as they come. */
  #remember(tools: readonly Tool[]): void {
    this.#tools.clear();
    for (const { outputSchema: _, ...tool } of tools) this.#tools.set(tool.name, tool);
  }
}
