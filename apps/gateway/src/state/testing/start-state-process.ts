import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./state-process.ts", import.meta.url));

export interface StateProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** What it said so far. */
  readonly lines: readonly string[];
  /** Resolves once it said so many lines, or ended. */
  said(count: number): Promise<void>;
  ended(): Promise<unknown>;
}

/** Starts {@link ./state-process.ts}, behind a shell's limits where some are named. */
export function startStateProcess(options: {
  readonly args: readonly string[];
  readonly limits?: string;
  readonly uid?: number | undefined;
}): StateProcess {
  const { args, limits = ":", uid } = options;
  const command = ["-c", `${limits}; exec "$@"`, "sh", process.execPath, script, ...args];
  const child = spawn("/bin/bash", command, {
    stdio: ["ignore", "pipe", "inherit"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const closed = once(reader, "close").then(() => "closed" as const);
  reader.on("line", (line) => lines.push(line));
  return {
    child,
    lines,
    async said(count) {
      while (lines.length < count) {
        if ((await Promise.race([once(reader, "line"), closed])) === "closed") return;
      }
    },
    ended: () => closed,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await closed;
    },
  };
}
