import { closeSync, openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ArchiveError } from "./archive/archive-error.ts";
import { makeLoginCodeBeside } from "./auth/index.ts";
import { systemClock } from "./clock.ts";
import {
  ConfigError,
  helpText,
  loadConfig,
  type LoadOptions,
  type LoadResult,
} from "./config/index.ts";
import type { Gateway } from "./gateway.ts";
import { publicUrlOf } from "./http/url.ts";
import { HistoryError } from "./history/history-error.ts";
import { isInUse, openState, StateError } from "./state/index.ts";
import { version } from "./version.ts";

const dashboard = fileURLToPath(new URL("../../dashboard/dist", import.meta.url));

/** Reads flags and environment, does what they ask for, and sets the exit code. */
export async function runCli(): Promise<void> {
  // Whoever read what is printed here may go away; the work goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  try {
    const source = { argv: process.argv.slice(2), env: process.env, cwd: process.cwd() };
    const loaded = await loadConfig(source);
    await runCommand(loaded, source);
  } catch (error) {
    if (error instanceof ConfigError) fail(error.message, error.exitCode);
    else if (isTold(error)) fail(error.message, 1);
    else fail(describeStartError(error), 1);
  }
}

/** Its message is for whoever typed the command, and says all there is to say. */
function isTold(error: unknown): error is StateError | HistoryError | ArchiveError {
  return (
    error instanceof StateError || error instanceof HistoryError || error instanceof ArchiveError
  );
}

async function runCommand(loaded: LoadResult, source: LoadOptions): Promise<void> {
  const { command, config } = loaded;
  switch (command) {
    case "help":
      say(helpText);
      return;
    case "version":
      say(version);
      return;
    case "check":
      await checkTools(config);
      for (const warning of loaded.warnings) say(`warning: ${warning}`);
      say(
        `The config is valid${config.configFile === null ? " (no file)" : `: ${config.configFile}`}.`,
      );
      return;
    case "login": {
      const code = await makeLoginCodeBeside({
        dataDir: config.dataDir,
        role: "admin",
        now: systemClock.now,
      });
      say(loginLine(await addressOf(loaded), code));
      if (!(await isInUse(config.dataDir))) {
        say("No gateway runs on this data directory now. Start it first; the link works then.");
      }
      return;
    }
    case "export": {
      const { runExport } = await import("./archive/index.ts");
      await runExport({
        dataDir: config.dataDir,
        flags: loaded.archive,
        now: systemClock.now(),
        output: process.stdout,
        note: (line) => process.stderr.write(`${line}\n`),
      });
      return;
    }
    case "backup": {
      const { runBackup } = await import("./archive/index.ts");
      await runBackup({
        dataDir: config.dataDir,
        // Without it the command line was refused.
        path: resolve(source.cwd, loaded.archive.file ?? ""),
        force: loaded.archive.force,
        now: systemClock.now(),
        say,
      });
      return;
    }
    case "run":
      await serve(loaded, source);
  }
}

/** Where the gateway on this data directory said it can be reached. */
function addressFile({ dataDir }: LoadResult["config"]): string {
  return join(dataDir, "gateway.url");
}

/** As the flags say, else as the gateway itself did when it started. */
async function addressOf({ config, sources }: LoadResult): Promise<string> {
  const isTold = sources["port"] !== "default" || sources["publicUrls"] !== "default";
  const told = publicUrlOf(config, config.port);
  return isTold ? told : readFile(addressFile(config), "utf8").catch(() => told);
}

/** What only the tools themselves can tell: whether an agent's are there. */
async function checkTools(config: LoadResult["config"]): Promise<void> {
  const [{ checkAgentTools }, { builtInTools, ToolRegistry }] = await Promise.all([
    import("./agent/index.ts"),
    import("./tools/index.ts"),
  ]);
  checkAgentTools(config, new ToolRegistry(builtInTools));
}

async function serve({ config, warnings }: LoadResult, configSource: LoadOptions): Promise<void> {
  // The disk opens in a thread of its own while the rest of the program is loaded.
  const store = openState({ dataDir: config.dataDir, now: systemClock.now });
  store.catch(() => {
    // Told where it is awaited.
  });
  const { Gateway, logger } = await loadProgram(config).catch(async (error: unknown) => {
    // Nobody else has it yet: its thread would keep the process, and the lock of its directory.
    await closeOpened(store);
    throw error;
  });
  const gateway = await Gateway.create({
    config,
    warnings,
    configSource,
    logger,
    dashboard,
    store,
  });
  stopOnSignals(gateway);
  reloadOnHangup(gateway);
  const { adminToken } = await gateway.start();
  await writeFile(addressFile(config), gateway.publicUrl, { mode: 0o600 }).catch(() => {
    // A disk that takes no writes: `login` goes by the flags then.
  });
  say(`Signalbox ${version} listens on ${gateway.url}`);
  for (const warning of warnings) say(`warning: ${warning}`);
  if (adminToken !== null) {
    say(`\nAdmin token, shown this once:\n  ${adminToken}`);
  }
  say(`\n${loginLine(gateway.publicUrl, await gateway.auth.createLoginCode("admin"))}\n`);
}

async function loadProgram({ logLevel }: LoadResult["config"]) {
  const [{ Gateway }, { createLogger }] = await Promise.all([
    import("./gateway.ts"),
    import("./logger.ts"),
  ]);
  return { Gateway, logger: createLogger(logLevel) };
}

async function closeOpened(opening: ReturnType<typeof openState>): Promise<void> {
  const store = await opening.catch(() => null);
  await store?.close();
}

function stopOnSignals(gateway: Gateway): void {
  let isStopping = false;
  const stop = (exitCode: number, drainMs?: number): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    say(`\n${gateway.stopping(drainMs)} Once more ends it now.`);
    void gateway.stop(drainMs).then(
      () => {
        say("Stopped.");
        process.exit(exitCode);
      },
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", () => {
    stop(0);
  });
  process.on("SIGINT", () => {
    stop(0);
  });
  const onFault = (error: unknown): void => {
    gateway.reportFault(error);
    stop(1);
  };
  process.on("uncaughtException", onFault);
  process.on("unhandledRejection", onFault);
}

/** SIGHUP means a changed config, or that the terminal was closed which the gateway was started from. */
function reloadOnHangup(gateway: Gateway): void {
  const { isTTY } = process.stdout;
  process.on("SIGHUP", () => {
    if (isTTY && !hasTerminal()) process.kill(process.pid, "SIGTERM");
    else void gateway.reloadConfig();
  });
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}

function loginLine(url: string, code: string): string {
  return `Open the dashboard (this link works once, within 10 minutes):\n  ${url}/#code=${code}`;
}

function describeStartError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "EADDRINUSE") {
    return `${error.message}. Something else listens there; stop it, or choose another with --port (0 takes any free one).`;
  }
  return error.stack ?? error.message;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(message: string, exitCode: number): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = exitCode;
}
