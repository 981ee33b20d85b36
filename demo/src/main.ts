import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLogger, Gateway, loadConfig } from "@signalbox/gateway";
import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { demoConfig } from "./config.ts";
import { parseOptions, usage, type DemoOptions } from "./options.ts";
import { injectDailyFaults, scenarios } from "./scenarios.ts";
import { startDemoTraffic } from "./traffic.ts";

const dashboard = fileURLToPath(new URL("../../apps/dashboard/dist", import.meta.url));

const options = read();
if (options?.help === true) process.stdout.write(usage);
else if (options?.list === true) {
  for (const [name, { title }] of Object.entries(scenarios)) {
    process.stdout.write(`${name.padEnd(18)} ${title}\n`);
  }
} else if (options !== null) {
  try {
    await play(options);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/** Null where the command line can't be used, which is told. */
function read(): DemoOptions | null {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 2;
    return null;
  }
}

/** Gateway, two upstreams and their traffic in one process, until it is interrupted. */
async function play({ scenario: name, afterMs, port, seed }: DemoOptions): Promise<void> {
  const scenario = name === undefined ? undefined : scenarios[name];
  if (name !== undefined && scenario === undefined) {
    process.stderr.write(`There is no scenario ${name}. --list names them.\n`);
    process.exitCode = 2;
    return;
  }
  const north = await startPracticeUpstream({ seed });
  const south = await startPracticeUpstream({ seed: seed + 1 });
  const dataDir = await mkdtemp(join(tmpdir(), "signalbox-demo-"));
  process.once("exit", () => {
    rmSync(dataDir, { recursive: true, force: true });
  });
  const { config } = await loadConfig({
    argv: ["--config", "demo.yaml", "--data-dir", dataDir, "--port", port],
    env: {},
    cwd: dataDir,
    readFile: async () => demoConfig({ north: north.url, south: south.url }),
  });
  const gateway = await Gateway.create({ config, logger: createLogger("warn"), dashboard });
  await gateway.start();
  const admin = gateway.auth.list()[0];
  if (admin === undefined) throw new Error("The gateway made no admin token.");
  injectDailyFaults(north, south);
  const traffic = await startDemoTraffic({
    baseUrl: `${gateway.url}/v1`,
    seed,
    mint: async (name) => {
      const caller = { tokenId: admin.id, name: admin.name, role: admin.role };
      return (await gateway.auth.mint(caller, { name, role: "ingest" })).token;
    },
  });
  const code = await gateway.auth.createLoginCode("admin");
  process.stdout.write(`Signalbox demo: open ${gateway.url}/#code=${code}\n`);
  const incident = setTimeout(() => {
    if (scenario === undefined) return;
    (scenario.provider === "north" ? north : south).inject(scenario.rule);
    process.stdout.write(`The incident begins: ${scenario.title}.\n`);
  }, afterMs);

  const stop = async (): Promise<void> => {
    clearTimeout(incident);
    await Promise.all(traffic.map((one) => one.stop()));
    await gateway.stop(1_000);
    await Promise.all([north.close(), south.close()]);
    process.exit(0);
  };
  process.once("SIGINT", () => void stop());
  process.once("SIGTERM", () => void stop());
}
