import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient, type SignalboxClient } from "@signalbox/api-contract";
import { startChild } from "../child.ts";
import { run } from "../load.ts";
import { quantile } from "../quantile.ts";
import { AskingThread } from "./asking-thread.ts";
import { startFilledGateway, type FilledGateway } from "./filled-gateway.ts";
import { openFilledFile } from "./filled-file.ts";
import type { HistoryFlags } from "./flags.ts";
import { OtherWork } from "./other-work.ts";
import { pacedLoad, type PacedLoad } from "./paced-load.ts";
import { line } from "./report.ts";
import { stolenMs } from "./stolen-time.ts";

const upstreamServer = fileURLToPath(new URL("../upstream-server.ts", import.meta.url));
const defaultScale = 0.1;
/** Many short ones in turn: what else this machine is at meets all sides. */
const rounds = 20;
const stretchSeconds = 4;
/** With the client and the upstream on the same cores, so much leaves room for a question beside them. */
const shareOfCapacity = 0.3;
const aloneSeconds = 20;
const warmUpRequests = 3_000;
const maxMoreP99 = 0.1;
const maxLoopDelayMs = 20;

interface Stretch {
  readonly took: number[];
  readonly asked: number;
  /** Of the gateway's event loop, milliseconds. */
  readonly loopDelayMs: number;
  /** What the machine's host took of its processors meanwhile, milliseconds; null where nothing tells. */
  readonly stolenMs: number | null;
}

/** What requests notice of somebody who looks at the past. */
export async function benchHistoryQueriesUnderLoad(flags: HistoryFlags): Promise<void> {
  line("\nrequests while the past is looked at");
  await using file = await openFilledFile({ ...flags, scale: flags.scale ?? defaultScale });
  await using upstream = await startChild([upstreamServer]);
  const base = `http://127.0.0.1:${upstream.port}/v1`;
  await using gateway = await startFilledGateway(base, file.path);
  const { url, token } = gateway;
  const load: PacedLoad = {
    url: `${url}/v1/chat/completions`,
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({
      model: "local/swift-1",
      messages: [{ role: "user", content: "When is the evening train?" }],
      max_tokens: 12,
    }),
    connections: 8,
  };
  await run({ ...load, requests: warmUpRequests });
  const { requestsPerSecond } = await run({ ...load, requests: warmUpRequests });
  const perSecond = Math.floor(requestsPerSecond * shareOfCapacity);
  line(`  ${perSecond} requests/s, ${shareOfCapacity * 100} % of what 8 connections get`);
  const client = createClient({ url, token });
  await using asking = new AskingThread({ url, token, seed: flags.seed, filled: file.filled });
  await using otherWork = new OtherWork();
  const alone = await askedAlone(client, asking, gateway);
  const quiet: Stretch[] = [];
  const whileAsked: Stretch[] = [];
  const besideOthers: Stretch[] = [];
  for (let round = 0; round < rounds; round += 1) {
    quiet.push(await stretch(load, perSecond, client, null));
    const asked = await stretch(load, perSecond, client, asking);
    whileAsked.push(asked);
    otherWork.load = { perSecond: asked.asked / stretchSeconds, cpuMs: alone.cpuMsEach };
    besideOthers.push(await stretch(load, perSecond, client, null));
    otherWork.load = null;
  }
  const quietP99 = report("quiet", quiet);
  const more = report("while asked", whileAsked) / quietP99 - 1;
  const moreBesideOthers = report("other work", besideOthers) / quietP99 - 1;
  line(`  p99 while asked against quiet: ${percent(more)}  ${more < maxMoreP99 ? "PASS" : "MISS"}`);
  // What of it is the gateway's own doing shows beside what a machine of few cores does to it in any case.
  line(
    `  p99 beside a process of low priority that takes as much processor time, and asks nothing: ${percent(moreBesideOthers)}`,
  );
  // Beside requests it also waits for a processor that others have: what questions take of it shows alone.
  line(
    `  questions alone: ${alone.asked} asked, ${alone.cpuMsEach.toFixed(1)} ms of processor time each with the client's, event loop held for ${alone.loopDelayMs.toFixed(1)} ms at most  ${alone.loopDelayMs <= maxLoopDelayMs ? "PASS" : "MISS"}`,
  );
}

async function stretch(
  load: PacedLoad,
  perSecond: number,
  client: SignalboxClient,
  asking: AskingThread | null,
): Promise<Stretch> {
  const ending = new AbortController();
  asking?.start();
  const watching = watchLoop(client, ending.signal);
  const stolenBefore = stolenMs();
  const took = await pacedLoad(load, perSecond, stretchSeconds);
  const stolen = stolenBefore === null ? null : (stolenMs() ?? stolenBefore) - stolenBefore;
  ending.abort();
  const asked = (await asking?.stop()) ?? 0;
  return { took, asked, loopDelayMs: await watching, stolenMs: stolen };
}

async function askedAlone(
  client: SignalboxClient,
  asking: AskingThread,
  gateway: FilledGateway,
): Promise<Pick<Stretch, "asked" | "loopDelayMs"> & { readonly cpuMsEach: number }> {
  const ending = new AbortController();
  const usedMs = (): number => {
    const { user, system } = process.cpuUsage();
    return gateway.cpuMs() + (user + system) / 1_000;
  };
  const before = usedMs();
  asking.start();
  const watching = watchLoop(client, ending.signal);
  await sleep(aloneSeconds * 1_000);
  ending.abort();
  const asked = await asking.stop();
  const cpuMsEach = (usedMs() - before) / asked;
  return { asked, cpuMsEach, loopDelayMs: await watching };
}

/** It tells the worst of each second. */
async function watchLoop(client: SignalboxClient, signal: AbortSignal): Promise<number> {
  let worst = 0;
  // What it tells first is of the time before.
  await sleep(1_100);
  while (!signal.aborted) {
    worst = Math.max(worst, (await client.system.health.query()).eventLoop.max);
    await sleep(900);
  }
  return worst;
}

function percent(part: number): string {
  return `${part < 0 ? "" : "+"}${(part * 100).toFixed(1)} %`;
}

function report(name: string, stretches: readonly Stretch[]): number {
  const took = stretches.flatMap((one) => one.took);
  const asked = stretches.reduce((sum, one) => sum + one.asked, 0);
  const late = Math.max(...stretches.map(({ loopDelayMs }) => loopDelayMs));
  const p99s = stretches.map((one) => quantile(one.took, 0.99));
  const stolen = stretches.map((one) => one.stolenMs ?? "?");
  const each = p99s.map((ms, at) => `${ms.toFixed(1)}/${stolen[at]}`).join(" ");
  const p99 = quantile(took, 0.99);
  line(
    `  ${name.padEnd(12)} p50 ${quantile(took, 0.5).toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, median of the stretches' own ${quantile(p99s, 0.5).toFixed(1)}, ${(asked / stretches.length / stretchSeconds).toFixed(1)} questions/s, loop late by ${late.toFixed(1)} ms at most`,
  );
  line(`    each stretch's p99, and what the machine's host took meanwhile, ms: ${each}`);
  return p99;
}
