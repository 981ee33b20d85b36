import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";

const main = fileURLToPath(new URL("../apps/gateway/src/main.ts", import.meta.url));

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new TypeError("Not a TCP server.");
  return address.port;
}

/** A program of ours in a process of its own, and what it says. */
export class ChildProgram implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #said: string[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, [file, ...args], {
      // Nothing of the machine's own keys: what providers there are is the test's affair.
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        this.#said.push(line);
        for (const wake of this.#waiting) wake();
      });
    }
    this.#child.once("exit", () => {
      for (const wake of this.#waiting) wake();
    });
  }

  /** The first line that fits; throws what it said where it ends without. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.#said.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (!this.#isRunning) throw new Error(`It ended early:\n${this.#said.join("\n")}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.add(resolve);
      await promise;
      this.#waiting.delete(resolve);
    }
  }

  /** Resolves with how it ended: an exit code or a signal's name. */
  async kill(signal: "SIGTERM" | "SIGKILL"): Promise<number | string> {
    if (this.#isRunning) {
      const exit = once(this.#child, "exit");
      this.#child.kill(signal);
      await exit;
    }
    return this.#child.exitCode ?? this.#child.signalCode ?? "";
  }

  /** Holds it where it is: its connections stay open, and say nothing. */
  freeze(): void {
    this.#child.kill("SIGSTOP");
  }

  thaw(): void {
    this.#child.kill("SIGCONT");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill("SIGKILL");
  }

  get #isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }
}

/** Starts the gateway as its command does; resolves once it listens. */
export async function startGatewayProcess(options: {
  readonly port: number;
  readonly dataDir: string;
  readonly adminToken: string;
}): Promise<ChildProgram> {
  const { port, dataDir, adminToken } = options;
  const program = new ChildProgram(main, ["--port", String(port), "--data-dir", dataDir], {
    SIGNALBOX_ADMIN_TOKEN: adminToken,
    LOG_LEVEL: "error",
  });
  await program.line(/#code=/);
  return program;
}
