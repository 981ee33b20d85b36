import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const stopWithinMs = 5_000;

// The gateway's other flags are handed on as they are.
const { values } = parseArgs({
  options: { port: { type: "string", default: process.env["SIGNALBOX_PORT"] ?? "4870" } },
  strict: false,
});
const gatewayPort = Number(values.port);
/** The page's own server stands beside the gateway, so that two of these don't meet. */
const pagePort = gatewayPort + 1;

const gateway = spawn(
  process.execPath,
  ["--watch", "--watch-preserve-output", at("apps/gateway/src/main.ts"), ...process.argv.slice(2)],
  { stdio: ["ignore", "pipe", "inherit"] },
);
const dashboard = spawn(
  process.execPath,
  [
    at("apps/dashboard/node_modules/vite/bin/vite.js"),
    "--host",
    "127.0.0.1",
    "--port",
    String(pagePort),
    "--strictPort",
  ],
  {
    cwd: at("apps/dashboard"),
    env: { ...process.env, SIGNALBOX_PORT: String(gatewayPort) },
    stdio: ["ignore", "inherit", "inherit"],
  },
);
const programs: readonly ChildProcess[] = [gateway, dashboard];

createInterface({ input: gateway.stdout }).on("line", (line) => {
  // The link leads to the page that follows its sources, and not to the one that was built last.
  process.stdout.write(`${line.replace(/:\d+\/#code=/, `:${pagePort}/#code=`)}\n`);
});
process.once("SIGINT", stop);
process.once("SIGTERM", stop);

const ended = programs.map(async (program) => {
  await once(program, "exit");
  return program.exitCode;
});
const code = await Promise.race(ended);
stop();
await Promise.all(ended);
process.exitCode = code ?? 0;

/** Both or neither. */
function stop(): void {
  for (const program of programs) {
    program.kill("SIGTERM");
    setTimeout(() => program.kill("SIGKILL"), stopWithinMs).unref();
  }
}
