import type { EventLevel } from "@signalbox/api-contract";
import type { Clock } from "../../clock.ts";
import type { McpServerConfig } from "../../config/index.ts";
import type { Fact } from "../../recorder/index.ts";
import { ToolError, type Tool } from "../tool.ts";
import { LastLines } from "./last-lines.ts";
import type { McpLimits } from "./limits.ts";
import type { ListedTool } from "./listed-tools.ts";
import { whyNotReady, type McpServerStatus } from "./mcp-server-status.ts";
import { McpSession } from "./mcp-session.ts";
import { McpToolList } from "./mcp-tool-list.ts";
import { pause } from "./pause.ts";
import { redactFor, type Redact } from "./redact.ts";
import { RestartPolicy } from "./restart-policy.ts";
import type { ToolPins } from "./tool-pins.ts";
import { visibleText } from "./visible-text.ts";

const maxReasonLength = 1_000;

export interface McpServerOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** The gateway's own environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The process groups that run. */
  readonly groups: Set<number>;
  readonly limits: McpLimits;
  readonly pins: ToolPins;
  readonly state: (fact: Fact) => void;
  readonly version: string;
}

/** One server of the config: started, and started again when it ends, until it is stopped. */
export class McpServer {
  readonly config: McpServerConfig;
  readonly list: McpToolList;
  readonly #options: McpServerOptions;
  readonly #redact: Redact;
  readonly #lastLines: LastLines;
  readonly #policy: RestartPolicy;
  /** Resolves when the first start came to anything. */
  readonly #firstStart = Promise.withResolvers<void>();
  #status: McpServerStatus;
  #session: McpSession | null = null;
  #starts = 0;
  #toldReason: string | null = null;
  #running: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null;

  constructor(config: McpServerConfig, options: McpServerOptions) {
    const { clock, limits, random, pins } = options;
    this.config = config;
    this.#options = options;
    this.#redact = redactFor(config);
    this.#lastLines = new LastLines(this.#redact);
    const neverDisables = config.kind === "url";
    this.#policy = new RestartPolicy({ limits, mono: clock.mono, random, neverDisables });
    this.#status = { state: "stopped", since: clock.now() };
    const tell = this.#tell.bind(this);
    this.list = new McpToolList({ server: config.name, pins, tell });
  }

  get status(): McpServerStatus {
    return this.#status;
  }

  /** Starts after the first one. */
  get restarts(): number {
    return Math.max(0, this.#starts - 1);
  }

  /** What it said last on stderr. */
  lastLines(): readonly string[] {
    return this.#lastLines.list();
  }

  /** Resolves once its first start went well or failed, waited long enough, or the signal aborted. */
  async firstStart(signal: AbortSignal): Promise<void> {
    if (this.#status.state !== "starting" || this.#status.reason !== null) return;
    const over = new AbortController();
    const enough = AbortSignal.any([signal, over.signal]);
    const { firstStartWaitMs } = this.#options.limits;
    await Promise.race([this.#firstStart.promise, pause(firstStartWaitMs, enough)]);
    over.abort();
  }

  /** What agents may call now. */
  tools(): readonly Tool[] {
    return this.#session === null
      ? []
      : this.list.list().flatMap((tool) => (tool.state === "ready" ? [this.#toolOf(tool)] : []));
  }

  /** Begins in the background. */
  start(): void {
    if (this.#running !== null) return;
    const stop = new AbortController();
    this.#running = { stop, ended: this.#keepRunning(stop.signal) };
  }

  /** Resolves once nothing of it is left. */
  async stop(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    this.#firstStart.resolve();
    running.stop.abort(new Error("it was stopped"));
    await this.#session?.close();
    await running.ended;
    if (this.#running !== running) return;
    this.#running = null;
    this.#status = { state: "stopped", since: this.#options.clock.now() };
  }

  /** Starts it anew, whatever state it is in, as if it had never failed. */
  async restart(): Promise<void> {
    await this.stop();
    this.#policy.forget();
    this.start();
  }

  #toolOf(tool: ListedTool): Tool {
    return {
      name: tool.fullName,
      description: tool.description,
      inputSchema: tool.inputSchema,
      source: this.config.name,
      deadlineMs: this.config.callTimeoutMs,
      run: (input, { signal }) => this.#call(tool, input, signal),
    };
  }

  /** A run outlives a server's life, and what it was offered may be another tool by now. */
  async #call({ name, fullName, hash }: ListedTool, input: unknown, signal: AbortSignal) {
    const session = this.#session;
    if (session === null) {
      const why = whyNotReady(this.#status) ?? "it is starting";
      throw new ToolError("tool_failed", `${fullName} can't be called: ${why}. Do without it.`);
    }
    const now = this.list.list().find((one) => one.name === name);
    if (now?.hash !== hash || now.state !== "ready") {
      throw new ToolError("tool_failed", `${fullName} was changed or taken away. Do without it.`);
    }
    return session.call(name, input, signal);
  }

  async #keepRunning(signal: AbortSignal): Promise<void> {
    let reason: string | null = null;
    while (!signal.aborted) {
      this.#status = { state: "starting", since: this.#options.clock.now(), reason };
      this.#starts += 1;
      reason = await this.#liveOnce(signal);
      if (signal.aborted || !(await this.#mayGoOn(reason, signal))) return;
    }
  }

  /** From its start to its end; answers why it ended. */
  async #liveOnce(signal: AbortSignal): Promise<string> {
    try {
      await this.#options.pins.load();
      const session = await McpSession.open(this.#sessionOptions(signal));
      this.#session = session;
      try {
        if (!signal.aborted) this.#tellReady();
        else await session.close();
        return this.#shown(await session.ended);
      } finally {
        this.#session = null;
        await session.close();
      }
    } catch (error) {
      return this.#shown(error);
    }
  }

  async #mayGoOn(reason: string, signal: AbortSignal): Promise<boolean> {
    this.#firstStart.resolve();
    const since = this.#options.clock.now();
    const { name } = this.config;
    const decision = this.#policy.crashed();
    if (decision.kind === "disable") {
      this.#status = { state: "disabled", since, reason };
      const { maxCrashes } = this.#options.limits;
      this.#tell(
        "warn",
        `${name} is disabled after ${maxCrashes} failures: ${reason}. Restart it once that is mended; agents run without its tools.`,
      );
      return false;
    }
    const nextAttemptAt = since + decision.afterMs;
    this.#status = { state: "backoff", since, reason, nextAttemptAt };
    this.#tellFailure(reason, decision.afterMs);
    await pause(decision.afterMs, signal);
    return true;
  }

  /** One that is away for hours is told of until it is waited for the longest, and then if it fails otherwise. */
  #tellFailure(reason: string, afterMs: number): void {
    const isOld = reason === this.#toldReason && afterMs >= this.#options.limits.maxBackoffMs / 2;
    this.#toldReason = reason;
    if (isOld) return;
    const seconds = (afterMs / 1_000).toFixed(1);
    this.#tell(
      "warn",
      `${this.config.name} failed: ${reason}. It is started again in ${seconds} s.`,
    );
  }

  #sessionOptions(signal: AbortSignal) {
    const { clock, env, groups, limits, version } = this.#options;
    return {
      config: this.config,
      tools: this.list,
      redact: this.#redact,
      lastLines: this.#lastLines,
      mono: clock.mono,
      env,
      groups,
      limits,
      version,
      signal,
      onRefreshFailed: (error: unknown) => {
        const why = this.#shown(error);
        this.#tell("warn", `${this.config.name} changed its tools and does not tell them: ${why}`);
      },
    };
  }

  #tellReady(): void {
    this.#status = { state: "ready", since: this.#options.clock.now() };
    this.#firstStart.resolve();
    const { length } = this.list.list();
    this.#tell("info", `${this.config.name} is ready with ${length} tools.`);
  }

  /** What a server, or who started it, says of itself: a stranger's text. */
  #shown(said: unknown): string {
    const text = said instanceof Error ? said.message : String(said);
    return visibleText(this.#redact(text), maxReasonLength).replace(/\.$/, "");
  }

  #tell(level: EventLevel, message: string): void {
    this.#options.state({ type: "event", level, source: `mcp.${this.config.name}`, message });
  }
}
