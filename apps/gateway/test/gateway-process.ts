import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A gateway in a process of its own, as people run it. */
export interface GatewayProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly url: string;
  /** The one that was printed; undefined where there was one before. */
  readonly adminToken: string | undefined;
  readonly loginCode: string;
  /** From spawning it to its first line. */
  readonly readyMs: number;
  readonly ended: Promise<Ended>;
}

export type Settings = Readonly<Record<string, string>>;

function spawnMain(args: readonly string[], env: Settings, cwd: string): ChildProcess {
  // Neither keys nor settings of whoever runs the tests.
  const { PATH = "", HOME = "" } = process.env;
  return spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH, HOME, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function endOf(child: ChildProcess): Promise<Ended> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return { code: child.exitCode, signal: child.signalCode };
}

/** Starts one in a directory; resolves once it has printed its login link. */
export async function startProcess(cwd: string, env: Settings = {}): Promise<GatewayProcess> {
  const startedAt = performance.now();
  const child = spawnMain(["--port", "0", "--data-dir", cwd], { LOG_LEVEL: "error", ...env }, cwd);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("The process has no output.");
  let errors = "";
  stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  let url = "";
  let readyMs = 0;
  let adminToken: string | undefined;
  let loginCode: string | undefined;
  for await (const line of createInterface({ input: stdout })) {
    const listening = /listens on (\S+)$/.exec(line)?.[1];
    if (listening !== undefined) readyMs = performance.now() - startedAt;
    url = listening ?? url;
    adminToken = /^\s+(sbx_\S+)$/.exec(line)?.[1] ?? adminToken;
    loginCode = /#code=(\S+)$/.exec(line)?.[1];
    if (loginCode !== undefined) break;
  }
  stdout.resume();
  if (loginCode === undefined) throw new Error(`It did not start: ${errors}`);
  return {
    child,
    url,
    adminToken,
    loginCode,
    readyMs,
    ended: endOf(child),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await endOf(child);
    },
  };
}

/** Starts one and kills it so long afterwards, wherever its start has come to. */
export async function killSoon(cwd: string, env: Settings, afterMs: number): Promise<void> {
  const child = spawnMain(["--port", "0", "--data-dir", cwd], { LOG_LEVEL: "error", ...env }, cwd);
  child.stdout?.resume();
  child.stderr?.resume();
  const timer = setTimeout(() => child.kill("SIGKILL"), afterMs);
  await endOf(child);
  clearTimeout(timer);
}

/** Runs a command to its end. */
export async function runToEnd(args: readonly string[], cwd: string, env: Settings = {}) {
  const child = spawnMain(args, env, cwd);
  const read = async (stream: ChildProcess["stdout"]): Promise<string> =>
    stream === null ? "" : Buffer.concat(await stream.toArray()).toString("utf8");
  const [stdout, stderr, { code }] = await Promise.all([
    read(child.stdout),
    read(child.stderr),
    endOf(child),
  ]);
  return { stdout, stderr, code };
}
