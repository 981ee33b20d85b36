import { fileURLToPath } from "node:url";
import { startChild, type Child } from "./child.ts";
import { startGateway } from "./gateway-child.ts";
import { run, type LoadResult } from "./load.ts";
import { quantile } from "./quantile.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const rounds = 3;

interface Way {
  readonly name: string;
  readonly child: Child;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
}

interface Shape {
  readonly name: string;
  readonly body: (model: string) => string;
  readonly connections: number;
  readonly requests: number;
}

const messages = [{ role: "user", content: "Tell me about the evening train." }];
const shapes: readonly Shape[] = [
  {
    name: "JSON, 32 connections",
    body: (model) => JSON.stringify({ model, messages, max_tokens: 12 }),
    connections: 32,
    requests: 4_000,
  },
  {
    name: "stream of 50 chunks, 32 connections",
    body: (model) => JSON.stringify({ model, messages, max_tokens: 50, stream: true }),
    connections: 32,
    requests: 2_000,
  },
  {
    name: "stream of 50 chunks, 1 connection",
    body: (model) => JSON.stringify({ model, messages, max_tokens: 50, stream: true }),
    connections: 1,
    requests: 300,
  },
];

/** The gateway's pass-through, everything on, beside the least that a pass-through can do. */
export async function benchPassThrough(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const upstream = stack.use(await startChild([here("./upstream-server.ts")]));
  const base = `http://127.0.0.1:${upstream.port}/v1`;
  const bare = stack.use(await startChild([here("./bare-server.ts"), base]));
  const gateway = stack.use(await startGateway(base));
  const ways: readonly Way[] = [
    {
      name: "bare undici",
      child: bare,
      url: `http://127.0.0.1:${bare.port}/v1/chat/completions`,
      headers: {},
      model: "swift-1",
    },
    {
      name: "signalbox",
      child: gateway,
      url: `http://127.0.0.1:${gateway.port}/v1/chat/completions`,
      headers: gateway.headers,
      model: "local/swift-1",
    },
  ];
  for (const shape of shapes) await compare(shape, ways);
  const rss = (gateway.rssBytes() / 1024 / 1024).toFixed(0);
  process.stdout.write(`signalbox resident memory after it all: ${rss} MiB\n`);
}

/** Both ways in turn, so that a machine whose speed drifts drifts for both. */
async function compare(shape: Shape, ways: readonly Way[]): Promise<void> {
  process.stdout.write(`\n${shape.name}\n`);
  const cpu = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const way of ways) {
      const before = way.child.cpuMs();
      const result = await run({ ...shape, ...way, body: shape.body(way.model) });
      const used = ((way.child.cpuMs() - before) * 1_000) / shape.requests;
      // The first round warms both up.
      if (round === 0) continue;
      cpu.set(way.name, [...(cpu.get(way.name) ?? []), used]);
      report(way.name, used, result);
    }
  }
  const [bare, own] = ways.map(({ name }) => quantile(cpu.get(name) ?? [], 0.5));
  const ratio = (own ?? 0) / (bare ?? 1);
  process.stdout.write(`  CPU per request, signalbox / bare undici: ${ratio.toFixed(2)}\n`);
}

function report(name: string, usedUs: number, result: LoadResult): void {
  const { requestsPerSecond, firstByteP50, firstByteP99 } = result;
  process.stdout.write(
    `  ${name.padEnd(12)} ${usedUs.toFixed(0).padStart(5)} µs CPU/request  ${requestsPerSecond.toFixed(0).padStart(6)} requests/s  first byte p50 ${firstByteP50.toFixed(2)} ms, p99 ${firstByteP99.toFixed(2)} ms\n`,
  );
}
