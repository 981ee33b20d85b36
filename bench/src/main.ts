import { arch, cpus, platform, totalmem } from "node:os";
import { benchHistory } from "./history/bench-history.ts";
import { readArguments } from "./history/flags.ts";
import { benchLatency } from "./latency.ts";
import { benchPassThrough } from "./pass-through.ts";

const benchmarks = new Map([
  ["pass-through", benchPassThrough],
  ["latency", benchLatency],
]);
/** They take long, and run where they are named. */
const longBenchmarks = new Map([["history", benchHistory]]);

const gib = Math.round(totalmem() / 1024 ** 3);
const [cpu] = cpus();
process.stdout.write(
  `Node ${process.version} on ${platform()} ${arch()}, ${cpus().length} × ${cpu?.model ?? "unknown processor"}, ${gib} GiB\n`,
);
const { named, flags } = readArguments(process.argv.slice(2));
const names = [...benchmarks.keys(), ...longBenchmarks.keys()];
const unknown = named.find((name) => !names.includes(name));
if (unknown === undefined) {
  for (const [name, bench] of benchmarks) {
    if (named.length === 0 || named.includes(name)) await bench();
  }
  for (const [name, bench] of longBenchmarks) {
    if (named.includes(name)) await bench(flags);
  }
} else {
  process.stderr.write(`There is no benchmark ${unknown}. There are ${names.join(", ")}.\n`);
  process.exitCode = 2;
}
