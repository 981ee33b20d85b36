import type { McpServerConfig } from "../../config/index.ts";
import { ToolError } from "../tool.ts";
import { textOfResult } from "./content-text.ts";
import type { McpLimits } from "./limits.ts";
import type { McpConnection } from "./mcp-connection.ts";
import { pause } from "./pause.ts";
import type { Redact } from "./redact.ts";
import { visibleText } from "./visible-text.ts";

/** The protocol's own deadline: the tool's comes first, and says whose fault it was. */
const deadlineSlackMs = 1_000;
/** Cancelled calls that may be running still are put up with up to so many times their bound while others run. */
const busyFactor = 4;
const maxErrorLength = 2_000;

export interface McpCallsOptions {
  readonly config: McpServerConfig;
  readonly connection: McpConnection;
  readonly redact: Redact;
  readonly limits: McpLimits;
  /** Aborts when the connection is over. */
  readonly signal: AbortSignal;
}

/** The calls of one connection. A server that does not end what it was told to end is ended itself. */
export class McpCalls {
  readonly #options: McpCallsOptions;
  readonly #abandoned = new Set<number>();
  #inFlight = 0;
  #lastNumber = 0;

  constructor(options: McpCallsOptions) {
    this.#options = options;
  }

  /** Answers the tool's text. Rejects with what it, or its server, failed of. */
  async run(tool: string, input: unknown, signal: AbortSignal): Promise<string> {
    const { config, connection, redact, limits } = this.#options;
    if (this.#inFlight >= limits.maxCalls) {
      const message = `${config.name} has ${limits.maxCalls} calls in flight, as many as it may. Try again later.`;
      throw new ToolError("tool_failed", message);
    }
    const number = (this.#lastNumber += 1);
    const timeoutMs = config.callTimeoutMs + deadlineSlackMs;
    this.#inFlight += 1;
    try {
      const result = await connection.call({ tool, input, number, signal, timeoutMs });
      const text = redact(textOfResult(result));
      if (result.isError === true) throw new Error(visibleText(text, maxErrorLength));
      return text;
    } catch (error) {
      if (signal.aborted) void this.#afterAbort(tool, number, signal.reason);
      throw this.#explained(error);
    } finally {
      this.#inFlight -= 1;
    }
  }

  #explained(error: unknown): Error {
    const { config, connection, redact } = this.#options;
    const { whyLost } = connection;
    const said = whyLost === null ? messageOf(error) : `${config.name} is gone: ${whyLost}`;
    return new Error(visibleText(redact(said), maxErrorLength), { cause: error });
  }

  /**
   * The server was told that nobody waits any more. Silence is right then, and says nothing: one that let
   * a deadline pass is ended, as is one that does not answer anything, or keeps many such calls.
   */
  async #afterAbort(tool: string, number: number, reason: unknown): Promise<void> {
    const { connection, limits, signal } = this.#options;
    await pause(limits.abortGraceMs, signal);
    if (signal.aborted || !connection.isUnanswered(number)) return;
    if (reason instanceof ToolError && reason.code === "tool_timeout") {
      connection.kill(`its tool ${tool} did not end at its deadline`);
      return;
    }
    this.#abandoned.add(number);
    await connection.probe();
    for (const one of this.#abandoned)
      if (!connection.isUnanswered(one)) this.#abandoned.delete(one);
    const bound = this.#inFlight === 0 ? limits.maxAbandoned : limits.maxAbandoned * busyFactor;
    if (this.#abandoned.size >= bound) {
      connection.kill(`${this.#abandoned.size} of its calls were cancelled and never answered`);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
