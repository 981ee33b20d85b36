import { statSync } from "node:fs";
import type { HistoryRow } from "../../../apps/gateway/src/history/messages.ts";
import { shareOfDay } from "./day-rhythm.ts";
import { line } from "./report.ts";
import { SimulatedGateway } from "./simulated-gateway.ts";
import { traffic } from "./traffic.ts";
import { WritingThread } from "./writing-thread.ts";

export interface FillOptions {
  readonly path: string;
  readonly seed: number;
  /** 1 is two million requests with five million model calls. */
  readonly scale: number;
}

export interface Filled {
  readonly requests: number;
  readonly facts: number;
  readonly rows: Partial<Record<HistoryRow[0], number>>;
  /** Epoch milliseconds, of simulated time. */
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
  /** Processor time of all threads. */
  readonly cpuSeconds: number;
  /** Of the one that makes rows; the other writes them. */
  readonly ownCpuSeconds: number;
  readonly fileBytes: number;
}

const requestsAtOne = 2_000_000;
const msPerDay = 86_400_000;
const msPerHour = 3_600_000;
const days = 30;
/** Days after which the gateway was started anew. */
const starts = [0, 6, 13, 20, 27] as const;
const betweenMs = 5_000;
const filledFrom = Date.UTC(2026, 9, 1);

/** A history of thirty days, made by the gateway's own recorder and writer in simulated time. */
export async function fill({ path, seed, scale }: FillOptions): Promise<Filled> {
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  const ownBefore = process.threadCpuUsage();
  const rows: Filled["rows"] = {};
  const requests = Math.round(requestsAtOne * scale);
  const total = busyness(filledFrom, filledFrom + days * msPerDay);
  let facts = 0;
  let to = filledFrom;
  for (const [n, day] of starts.entries()) {
    const from = Math.max(to + betweenMs, filledFrom + day * msPerDay);
    const lastDay = starts[n + 1] ?? days;
    const end = filledFrom + lastDay * msPerDay;
    const share = busyness(from, end) / total;
    const boot = { bootId: `bench-${n + 1}`, node: "bench", version: "0.0.0", startedAt: from };
    const thread = new WritingThread(path, boot, rows);
    const push = (row: HistoryRow): void => {
      thread.push(row);
    };
    const gateway = new SimulatedGateway({ startedAt: from, totals: await thread.opened(), push });
    const options = { seed: seed + n, from, to: end, requests: requests * share, hasRhythm: true };
    for (const fact of traffic(options)) {
      gateway.state(fact);
      if (thread.hasFullBatch) await thread.send(gateway.now, gateway.totals);
    }
    gateway.end();
    await thread.close(gateway.now, gateway.totals);
    facts += gateway.facts;
    to = gateway.now;
    const seconds = ((performance.now() - began) / 1_000).toFixed(0);
    line(`  filled up to day ${lastDay} after ${seconds} s`);
  }
  const cpu = process.cpuUsage(cpuBefore);
  const own = process.threadCpuUsage(ownBefore);
  return {
    requests,
    facts,
    rows,
    from: filledFrom,
    to,
    seconds: (performance.now() - began) / 1_000,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    ownCpuSeconds: (own.user + own.system) / 1e6,
    fileBytes: statSync(path).size,
  };
}

function busyness(from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += msPerHour) sum += shareOfDay(at);
  return sum;
}
