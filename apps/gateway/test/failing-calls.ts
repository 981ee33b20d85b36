import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";

/** System calls of a process that fail, until it is disposed. */
export interface FailingCalls extends AsyncDisposable {
  /** How many calls were made to fail so far. */
  count(): Promise<number>;
}

export interface Failure {
  readonly pid: number;
  /** Names of system calls. */
  readonly calls: readonly string[];
  /** The error's name, such as EIO. */
  readonly error: string;
  /** Only calls on these files fail. */
  readonly paths: readonly string[];
  /** Where strace may write what it sees. */
  readonly log: string;
}

/** Why calls can't be made to fail here; null where they can. */
export function whyNoFailingCalls(): string | null {
  // A bystander to try it on: whether one may attach to a process differs between machines.
  const bystander = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);
  const args = ["2", "strace", "-f", "-p", String(bystander.pid), "-e", "trace=none"];
  const { error, status, stderr } = spawnSync("timeout", args, { encoding: "utf8" });
  bystander.kill("SIGKILL");
  if (error !== undefined) return `timeout can't be run: ${error.message}`;
  if (stderr.includes("attached")) return null;
  return status === 127
    ? "strace is not installed (Debian: apt-get install strace)"
    : `strace may not attach to a process here: ${stderr.trim()}`;
}

/** Resolves once the calls fail. */
export async function failCalls({ pid, calls, error, paths, log }: Failure): Promise<FailingCalls> {
  const names = calls.join(",");
  const args = ["-f", "-p", String(pid), "-o", log, "-e", `trace=${names}`];
  const files = paths.flatMap((path) => ["-P", path]);
  const strace = spawn("strace", [...args, ...files, "-e", `inject=${names}:error=${error}`], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = endOf(strace);
  const { stderr } = strace;
  for await (const line of createInterface({ input: stderr })) {
    if (line.includes("attached")) break;
  }
  stderr.resume();
  return {
    async count() {
      return (await readFile(log, "utf8")).split("(INJECTED)").length - 1;
    },
    async [Symbol.asyncDispose]() {
      strace.kill("SIGINT");
      await ended;
    },
  };
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
