import { spawn, type ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { McpCommandConfig } from "../../config/index.ts";
import type { LastLines } from "./last-lines.ts";
import type { McpLimits } from "./limits.ts";
import { serverEnvironment, type Environment } from "./server-environment.ts";

export interface ServerProcessOptions {
  /** The gateway's own environment. */
  readonly env: Environment;
  readonly limits: Pick<McpLimits, "closeGraceMs" | "termGraceMs">;
  /** Takes what it says on stderr. */
  readonly lastLines: LastLines;
  /** The process groups that run; it is among them from its start to its end. */
  readonly groups: Set<number>;
}

/** A server as a process, and all that it starts: one process group, which ends as one. */
export class ServerProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Resolves with why, once its process has ended; all that it had started is killed by then. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #pid: number;
  readonly #limits: ServerProcessOptions["limits"];
  #reason: string | null = null;
  #hasEnded = false;

  private constructor(
    child: ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable },
    pid: number,
    { limits, lastLines, groups }: ServerProcessOptions,
  ) {
    this.#pid = pid;
    groups.add(pid);
    this.#child = child;
    this.#limits = limits;
    this.stdin = child.stdin;
    this.stdout = child.stdout;
    child.stderr.on("data", (chunk: Buffer) => {
      lastLines.push(chunk);
    });
    // A pipe that breaks ends with its process, and that is told.
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.on("error", () => {});
    const { promise, resolve } = Promise.withResolvers<string>();
    this.ended = promise;
    child.once("exit", (code, signal) => {
      this.#hasEnded = true;
      this.#signal("SIGKILL");
      groups.delete(pid);
      resolve(this.#reason ?? describeExit(code, signal));
    });
  }

  /** Rejects where there is no such program. */
  static async start(
    config: McpCommandConfig,
    options: ServerProcessOptions,
  ): Promise<ServerProcess> {
    const child = spawn(config.command, [...config.args], {
      cwd: config.cwd,
      env: serverEnvironment(config, options.env),
      stdio: ["pipe", "pipe", "pipe"],
      // A process group of its own: what it starts can be ended with it.
      detached: true,
    });
    const started = Promise.withResolvers<void>();
    child.once("spawn", started.resolve);
    child.once("error", started.reject);
    try {
      await started.promise;
    } catch (error) {
      throw new Error(describeStartFailure(config, error), { cause: error });
    }
    child.on("error", () => {});
    if (child.pid === undefined) throw new Error(`${config.command} could not be started`);
    return new ServerProcess(child, child.pid, options);
  }

  /** At once, with all that it started. */
  kill(reason: string): void {
    this.#reason ??= reason;
    this.#signal("SIGKILL");
  }

  /** Asks it to end, then tells it, then ends it. Resolves once it is gone. */
  async stop(reason: string): Promise<void> {
    this.#reason ??= reason;
    this.stdin.end();
    if (await this.#endsWithin(this.#limits.closeGraceMs)) return;
    this.#signal("SIGTERM");
    if (await this.#endsWithin(this.#limits.termGraceMs)) return;
    this.#signal("SIGKILL");
    await this.ended;
  }

  async #endsWithin(ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(resolve, ms, false);
    this.#child.once("exit", () => {
      resolve(true);
    });
    if (this.#hasEnded) resolve(true);
    const hasEnded = await promise;
    clearTimeout(timer);
    return hasEnded;
  }

  #signal(signal: NodeJS.Signals): void {
    signalGroup(this.#pid, signal);
  }
}

/** Reaches a process and all that it started. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null
    ? `its process ended with exit code ${code ?? "unknown"}`
    : `its process was ended by ${signal}`;
}

function describeStartFailure({ name, command }: McpCommandConfig, error: unknown): string {
  const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
  const why = error instanceof Error ? error.message : String(error);
  return isMissing
    ? `there is no program called ${command}, or no such directory to start it in; see mcpServers.${name}.command in the config`
    : `${command} could not be started: ${why}`;
}
