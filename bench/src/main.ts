import { enableCompileCache, getCompileCacheDir } from "node:module";
import { arch, cpus, platform, totalmem } from "node:os";
import { benchCrash } from "./crash.ts";
import { benchDashboard } from "./dashboard/bench-dashboard.ts";
import { benchDashboardSoak } from "./dashboard/bench-dashboard-soak.ts";
import { benchHistory } from "./history/bench-history.ts";
import { benchHistoryLoad } from "./history/bench-history-load.ts";
import { benchHistoryQueriesUnderLoad } from "./history/bench-history-queries-under-load.ts";
import { readArguments } from "./history/flags.ts";
import { benchLatency } from "./latency.ts";
import { benchPassThrough } from "./pass-through.ts";

// As the gateway has it: a thread's start is part of what a first question takes.
enableCompileCache();
process.env["NODE_COMPILE_CACHE"] ??= getCompileCacheDir();

const benchmarks = new Map([
  ["pass-through", benchPassThrough],
  ["latency", benchLatency],
]);
/** They take long, and run where they are named. */
const longBenchmarks = new Map([
  ["dashboard", benchDashboard],
  ["dashboard-soak", benchDashboardSoak],
  ["history", benchHistory],
  ["history-load", benchHistoryLoad],
  ["history-queries-under-load", benchHistoryQueriesUnderLoad],
]);

const gib = Math.round(totalmem() / 1024 ** 3);
const [cpu] = cpus();
process.stdout.write(
  `Node ${process.version} on ${platform()} ${arch()}, ${cpus().length} × ${cpu?.model ?? "unknown processor"}, ${gib} GiB\n`,
);
const [first, ...rest] = process.argv.slice(2);
// It measures nothing, and has flags of its own.
if (first === "crash") await benchCrash(rest);
else await runNamed(process.argv.slice(2));

async function runNamed(args: readonly string[]): Promise<void> {
  const { named, flags } = readArguments(args);
  const names = [...benchmarks.keys(), ...longBenchmarks.keys()];
  const unknown = named.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const known = [...names, "crash"].join(", ");
    process.stderr.write(`There is no benchmark ${unknown}. There are ${known}.\n`);
    process.exitCode = 2;
    return;
  }
  for (const [name, bench] of benchmarks) {
    if (named.length === 0 || named.includes(name)) await bench();
  }
  for (const [name, bench] of longBenchmarks) {
    if (named.includes(name)) await bench(flags);
  }
}
