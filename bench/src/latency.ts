import { fileURLToPath } from "node:url";
import { Pool } from "undici";
import { startChild } from "./child.ts";
import { startGateway } from "./gateway-child.ts";
import { quantile } from "./quantile.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const rounds = 3;
const nsPerUs = 1_000;
const messages = [{ role: "user", content: "Tell me about the evening train." }];

interface Way {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
}

interface Sample {
  /** From the request's first byte to the answer's, microseconds. */
  readonly firstBytes: number[];
  /** From the provider's sending of a chunk to its arrival, microseconds. */
  readonly chunks: number[];
}

const loads = [
  { connections: 1, requests: 40 },
  { connections: 32, requests: 320 },
] as const;

/**
 * What the way to a provider adds to the first byte and to each chunk: through the gateway with
 * everything on, through a bare `node:http` pass-through, and with nothing in between, in turn.
 */
export async function benchLatency(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const upstream = stack.use(await startChild([here("./timed-upstream-server.ts"), "50", "5"]));
  const base = `http://127.0.0.1:${upstream.port}/v1`;
  const bare = stack.use(await startChild([here("./bare-http-server.ts"), base]));
  const gateway = stack.use(await startGateway(base));
  const wayOf = (name: string, port: number, model = "swift-1", headers = {}): Way => {
    return { name, model, headers, url: `http://127.0.0.1:${port}/v1/chat/completions` };
  };
  const ways: readonly Way[] = [
    wayOf("direct", upstream.port),
    wayOf("bare node:http", bare.port),
    wayOf("signalbox", gateway.port, "local/swift-1", gateway.headers),
  ];
  for (const load of loads) {
    process.stdout.write(
      `\nadded latency, streams of 50 chunks 5 ms apart, ${load.connections} at a time\n`,
    );
    const samples = new Map(ways.map(({ name }): [string, Sample] => [name, emptySample()]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const way of ways) {
        // The first round warms all up.
        const sample = round === 0 ? emptySample() : (samples.get(way.name) ?? emptySample());
        await measure(way, load, sample);
      }
    }
    report(samples);
  }
}

function emptySample(): Sample {
  return { firstBytes: [], chunks: [] };
}

async function measure(
  { url, headers, model }: Way,
  { connections, requests }: (typeof loads)[number],
  sample: Sample,
): Promise<void> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const body = JSON.stringify({ model, messages, stream: true });
  let left = requests;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const started = process.hrtime.bigint();
      const answer = await pool.request({
        path: pathname,
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body,
      });
      if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
      let isFirst = true;
      for await (const part of answer.body) {
        const now = process.hrtime.bigint();
        if (isFirst) sample.firstBytes.push(Number(now - started) / nsPerUs);
        isFirst = false;
        for (const [, sent = "0"] of String(part).matchAll(/"content":"(\d+)"/g)) {
          sample.chunks.push(Number(now - BigInt(sent)) / nsPerUs);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  await pool.close();
}

function report(samples: ReadonlyMap<string, Sample>): void {
  for (const [name, { firstBytes, chunks }] of samples) {
    const us = (values: readonly number[], q: number): string => quantile(values, q).toFixed(0);
    process.stdout.write(
      `  ${name.padEnd(15)} first byte p50 ${us(firstBytes, 0.5)} µs, p99 ${us(firstBytes, 0.99)} µs; chunk p50 ${us(chunks, 0.5)} µs, p99 ${us(chunks, 0.99)} µs\n`,
    );
  }
  const p50 = (name: string, of: (sample: Sample) => readonly number[]): number =>
    quantile(of(samples.get(name) ?? emptySample()), 0.5);
  const added = (of: (sample: Sample) => readonly number[]): string => {
    const bare = p50("bare node:http", of) - p50("direct", of);
    const own = p50("signalbox", of) - p50("direct", of);
    return `${own.toFixed(0)} µs against ${bare.toFixed(0)} µs, ${(own / bare).toFixed(2)}×`;
  };
  process.stdout.write(
    `  added at p50, signalbox against bare node:http: first byte ${added((s) => s.firstBytes)}; each chunk ${added((s) => s.chunks)}\n`,
  );
}
