import { statSync } from "node:fs";
import { shareOfDay } from "./day-rhythm.ts";
import { SimulatedGateway, type Written } from "./simulated-gateway.ts";
import { traffic } from "./traffic.ts";

export interface FillOptions {
  readonly path: string;
  readonly seed: number;
  /** 1 is two million requests with five million model calls. */
  readonly scale: number;
}

export interface Filled extends Written {
  readonly requests: number;
  /** Epoch milliseconds, of simulated time. */
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
  readonly fileBytes: number;
}

const requestsAtOne = 2_000_000;
const msPerDay = 86_400_000;
const msPerHour = 3_600_000;
const days = 30;
/** Days after which the gateway was started anew. */
const starts = [0, 6, 13, 20, 27] as const;
export const filledFrom = Date.UTC(2026, 9, 1);

/** A history of thirty days, made by the gateway's own recorder and writer in simulated time. */
export function fill({ path, seed, scale }: FillOptions): Filled {
  const began = performance.now();
  const written: Written = { facts: 0, rows: {}, writingMs: 0, tidyingMs: 0 };
  const requests = Math.round(requestsAtOne * scale);
  const total = busyness(filledFrom, filledFrom + days * msPerDay);
  let to = filledFrom;
  for (const [n, day] of starts.entries()) {
    const from = Math.max(to + 5_000, filledFrom + day * msPerDay);
    const end = filledFrom + (starts[n + 1] ?? days) * msPerDay;
    const gateway = new SimulatedGateway(path, n + 1, from, written);
    const share = busyness(from, end) / total;
    const options = { seed: seed + n, from, to: end, requests: requests * share, hasRhythm: true };
    for (const fact of traffic(options)) gateway.state(fact);
    gateway.end();
    to = gateway.now;
    const seconds = ((performance.now() - began) / 1_000).toFixed(0);
    process.stdout.write(`  filled up to day ${starts[n + 1] ?? days} after ${seconds} s\n`);
  }
  const seconds = (performance.now() - began) / 1_000;
  return { ...written, requests, from: filledFrom, to, seconds, fileBytes: statSync(path).size };
}

function busyness(from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += msPerHour) sum += shareOfDay(at);
  return sum;
}
