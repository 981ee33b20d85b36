import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { LoadedHistory } from "./loaded-history.ts";
import { burstOf, PacedTraffic, stateEvenly } from "./paced-traffic.ts";
import { line } from "./report.ts";

// In a process of its own: its main thread does nothing but what is measured.

const factsPerSecond = 5_000;
const warmUpSeconds = 15;
const pairs = 4;
const burstRates = [10_000, 15_000, 20_000, 25_000, 35_000] as const;
const burstSeconds = 5;
const msPerSecond = 1_000;
const maxShare = 0.05;

const seconds = Number(process.argv[2]);
const stretchSeconds = Math.min(20, Math.max(5, seconds / 6));

const dataDir = await mkdtemp(join(tmpdir(), "signalbox-bench-load-"));
try {
  await using history = new LoadedHistory(dataDir);
  await history.opened();
  const state = history.state.bind(history);
  const all = warmUpSeconds + seconds + 2 * pairs * stretchSeconds + 5;
  const paced = new PacedTraffic(factsPerSecond, all, state);
  await paced.run(warmUpSeconds);
  await sustain(history, paced);
  await compare(history, paced);
  await paced.finish(factsPerSecond);
  line("\nbursts");
  for (const [n, rate] of burstRates.entries()) await burst(history, rate, n);
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

async function sustain(history: LoadedHistory, paced: PacedTraffic): Promise<void> {
  history.worst();
  const [facts, before] = [history.facts, await onDisk()];
  const started = performance.now();
  const writerBefore = writerCpuMs();
  await paced.run(seconds);
  const elapsed = (performance.now() - started) / msPerSecond;
  const stated = history.facts - facts;
  const worst = history.worst();
  await drained(history);
  const writerMs = writerCpuMs() - writerBefore;
  const after = await onDisk();
  const { lost } = history.status();
  line(`\n${seconds} s at ${factsPerSecond} facts/s`);
  line(`  reached: ${(stated / elapsed).toFixed(0)} facts/s`);
  line(`  rows lost: ${lost}  ${verdict(lost === 0)}`);
  line(
    `  queue at most ${worst.rows} rows, the oldest ${worst.lagMs} ms old  ${verdict(worst.lagMs < 1_000)}`,
  );
  line(`  event loop late by ${worst.loopDelayMs.toFixed(1)} ms at most`);
  const usPerFact = (writerMs * 1_000) / stated;
  line(
    `  writer's thread: ${usPerFact.toFixed(1)} µs of processor time per fact, so ${(1e6 / usPerFact).toFixed(0)} facts/s on a core of its own`,
  );
  const requests = after.requests - before.requests;
  line(`  rows on disk per fact: ${((after.rows - before.rows) / stated).toFixed(2)}`);
  line(
    `  bytes per request: ${((after.bytes - before.bytes) / requests).toFixed(0)}, of ${requests} requests`,
  );
}

/** The main thread's processor time with what is stated going to the disk and not, in turn. */
async function compare(history: LoadedHistory, paced: PacedTraffic): Promise<void> {
  const used = { with: 0, without: 0 };
  let kept = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const side of ["with", "without"] as const) {
      history.isKept = side === "with";
      const facts = history.facts;
      const before = process.threadCpuUsage();
      await paced.run(stretchSeconds);
      const { user, system } = process.threadCpuUsage(before);
      used[side] += (user + system) / 1e6;
      if (side === "with") kept += history.facts - facts;
    }
  }
  history.isKept = true;
  const share = (used.with - used.without) / (pairs * stretchSeconds);
  const us = ((used.with - used.without) * 1e6) / kept;
  const percent = (part: number): string => ((part / (pairs * stretchSeconds)) * 100).toFixed(1);
  line(
    `\nmain thread's processor time, ${pairs} times ${stretchSeconds} s each at ${factsPerSecond} facts/s`,
  );
  line(`  with history ${percent(used.with)} %, without ${percent(used.without)} %`);
  line(
    `  history's share: ${(share * 100).toFixed(1)} %, ${us.toFixed(1)} µs per fact  ${verdict(share < maxShare)}`,
  );
}

/** So many facts a second for a moment: what is lost, and how long the disk has work with the rest. */
async function burst(history: LoadedHistory, rate: number, n: number): Promise<void> {
  await drained(history);
  const facts = burstOf(rate * burstSeconds, 50 + n);
  const lostBefore = history.status().lost;
  history.worst();
  const started = performance.now();
  await stateEvenly(facts, rate, (fact) => {
    history.state(fact);
  });
  const elapsed = (performance.now() - started) / msPerSecond;
  await drained(history);
  const drainedAfter = (performance.now() - started) / msPerSecond;
  const lost = history.status().lost - lostBefore;
  const { rows, lagMs, loopDelayMs } = history.worst();
  line(
    `  burst of ${(facts.length / elapsed).toFixed(0)} facts/s for ${elapsed.toFixed(1)} s: rows lost ${lost}, queue at most ${rows}, lag ${lagMs} ms, on disk after ${drainedAfter.toFixed(1)} s, loop late by ${loopDelayMs.toFixed(0)} ms  ${verdict(lost === 0)}`,
  );
}

async function drained(history: LoadedHistory): Promise<void> {
  while (history.status().rows > 0) await sleep(20);
}

async function onDisk() {
  const path = join(dataDir, "history.db");
  using db = new DatabaseSync(path, { readOnly: true });
  const count = (table: string): number =>
    Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"]);
  const tables = [
    "requests",
    "spans",
    "waits",
    "texts",
    "events",
    "failures",
    "changes",
    "samples",
  ];
  const rows = tables.reduce((sum, table) => sum + count(table), 0);
  return { rows, requests: count("requests"), bytes: (await stat(path)).size };
}

/** Of the thread that writes; Linux alone tells. */
function writerCpuMs(): number {
  const tasks = "/proc/self/task";
  const writer = readdirSync(tasks).find(
    (task) => readFileSync(`${tasks}/${task}/comm`, "utf8").trim() === "history",
  );
  if (writer === undefined) return Number.NaN;
  const [ns] = readFileSync(`${tasks}/${writer}/schedstat`, "utf8").split(" ");
  return Number(ns) / 1e6;
}

function verdict(isMet: boolean): string {
  return isMet ? "PASS" : "MISS";
}
