/**
 * What recording costs: ns and heap bytes allocated an operation, best of several rounds.
 *
 *     node packages/metrics/bench/record.ts
 */
import { getHeapStatistics } from "node:v8";
import { MetricsCollector, QuantileSketch } from "../src/index.ts";
import type { ModelCallInput } from "../src/index.ts";

const ROUNDS = 25;

/** Bytes allocated on the heap so far, collected or not. */
function allocatedBytes(): number {
  return getHeapStatistics().total_allocated_bytes;
}

interface Figures {
  ns: number;
  bytes: number;
}

/** The best round tells what the code costs; the others tell what the machine did besides. */
function measure(operations: number, run: (operations: number) => void): Figures {
  run(operations);
  const best: Figures = { ns: Infinity, bytes: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    const allocated = allocatedBytes();
    const began = performance.now();
    run(operations);
    const elapsedMs = performance.now() - began;
    best.bytes = Math.min(best.bytes, (allocatedBytes() - allocated) / operations);
    best.ns = Math.min(best.ns, (elapsedMs * 1e6) / operations);
  }
  return best;
}

function report(name: string, { ns, bytes }: Figures): void {
  process.stdout.write(
    `${name.padEnd(44)} ${ns.toFixed(1).padStart(9)} ns/op ${bytes.toFixed(2).padStart(8)} B/op\n`,
  );
}

/** Latency-like: log-normal around 800 ms, from a generator of fixed seed. */
function latencies(count: number): Float64Array {
  let state = 42;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / 2 ** 32;
  };
  return Float64Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    return 800 * Math.exp(0.6 * normal);
  });
}

const values = latencies(4096);

const sketch = new QuantileSketch();
report(
  "QuantileSketch.observe",
  measure(1_000_000, (operations) => {
    for (let at = 0; at < operations; at++) sketch.observe(values[at & 4095] ?? 0);
  }),
);

const calls: ModelCallInput[] = Array.from({ length: 512 }, (_, at) => ({
  provider: ["openai", "anthropic", "local"][at % 3] ?? "",
  model: ["large", "small", "mini", "code"][at % 4] ?? "",
  channel: ["openai", "trpc"][at % 2] ?? "",
  client: `client-${at % 8}`,
  agent: `agent-${at % 5}`,
  latency: values[at] ?? 0,
  ttft: (values[at + 1000] ?? 0) / 3,
  gap: (values[at + 2000] ?? 0) / 40,
  tokensPerSec: (values[at + 3000] ?? 0) / 10,
  inputTokens: 900 + at,
  outputTokens: 200 + at,
  costUsd: 0.0004 + at * 1e-6,
}));
const nothing: ModelCallInput = {
  provider: "",
  latency: 0,
  inputTokens: 0,
  outputTokens: 0,
  tokensPerSec: 0,
};

const collector = new MetricsCollector();
report(
  "recordModelCall, five labels",
  measure(200_000, (operations) => {
    for (let at = 0; at < operations; at++) collector.recordModelCall(calls[at & 511] ?? nothing);
  }),
);

/** Ten minutes of simulated time, twenty calls a second, then the readers. */
let now = Date.now() - 600_000;
const filled = new MetricsCollector({ now: () => now });
for (let at = 0; at < 12_000; at++) {
  now += 50;
  filled.recordModelCall(calls[(at * 7) & 511] ?? nothing);
}
for (const seconds of [60, 600]) {
  report(
    `series, p50 p95 p99, ${seconds} points of 1 s`,
    measure(20, (operations) => {
      for (let at = 0; at < operations; at++) {
        filled.series({
          metric: "latency",
          dimension: "model",
          value: "openai/large",
          from: now - (seconds - 1) * 1000,
          to: now,
          stepMs: 1000,
        });
      }
    }),
  );
}
report(
  "breakdown by model, 5 minutes",
  measure(50, (operations) => {
    for (let at = 0; at < operations; at++) filled.breakdown("model");
  }),
);
report(
  "getSnapshot",
  measure(20_000, (operations) => {
    for (let at = 0; at < operations; at++) filled.getSnapshot();
  }),
);
