import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";

/** A server in a process of its own, and the processor time that it used. */
export interface Child extends AsyncDisposable {
  readonly port: number;
  /** Milliseconds of user and system time so far. */
  cpuMs(): number;
  /** Bytes in memory now. */
  rssBytes(): number;
}

/** Clock ticks a second and bytes a page: both are so on every Linux that Node runs on. */
const msPerTick = 10;
const pageBytes = 4096;

/** Reads on after that: a pipe that nobody reads would fill up. */
async function portOf(
  child: ChildProcessByStdio<null, Readable, null>,
  args: readonly string[],
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += String(chunk);
    const port = /(?:listening |127\.0\.0\.1:)(\d+)/.exec(said)?.[1];
    if (port !== undefined) resolve(Number(port));
  });
  child.once("exit", () => {
    reject(new Error(`${args.join(" ")} ended before it listened: ${said}`));
  });
  return promise;
}

/** Starts it, and waits for the line that tells its port. */
export async function startChild(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Child> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await portOf(child, args);
  const stat = (): string[] => {
    const text = readFileSync(`/proc/${child.pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  };
  return {
    port,
    cpuMs: () => (Number(stat()[11]) + Number(stat()[12])) * msPerTick,
    rssBytes: () => Number(stat()[21]) * pageBytes,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}
