import { arch, cpus, platform, totalmem } from "node:os";
import { benchLatency } from "./latency.ts";
import { benchPassThrough } from "./pass-through.ts";

const benchmarks = new Map([
  ["pass-through", benchPassThrough],
  ["latency", benchLatency],
]);

const gib = Math.round(totalmem() / 1024 ** 3);
const [cpu] = cpus();
process.stdout.write(
  `Node ${process.version} on ${platform()} ${arch()}, ${cpus().length} × ${cpu?.model ?? "unknown processor"}, ${gib} GiB\n`,
);
const named = process.argv.slice(2);
const unknown = named.find((name) => !benchmarks.has(name));
if (unknown === undefined) {
  for (const [name, bench] of benchmarks) {
    if (named.length === 0 || named.includes(name)) await bench();
  }
} else {
  process.stderr.write(
    `There is no benchmark ${unknown}. There are ${[...benchmarks.keys()].join(", ")}.\n`,
  );
  process.exitCode = 2;
}
