import { expect, it } from "vitest";
import { createHistoryBench } from "../../history/testing/history-bench.ts";
import { temporaryDirectory } from "../../state/testing/temporary-directory.ts";
import { readLookBack, type LookBack } from "./look-back.ts";

const modelCall = {
  provider: "local",
  agent: "support",
  latency: 1,
  inputTokens: 1,
  outputTokens: 1,
  tokensPerSec: 1,
};
const startedAt = Date.UTC(2026, 0, 5, 3, 0, 0);
const minute = 60_000;

/** A minute's traffic and gauges, of so many minutes one after the other. */
interface Minute {
  readonly requests?: number;
  readonly usd?: number | null;
  readonly freeBytes?: number;
}

/** What starts of so many minutes leave behind, each begun so many minutes after the first. */
async function lookBackAfter(
  minutes: readonly Minute[],
  earlier: readonly Minute[] = [],
  begunAfter = earlier.length,
): Promise<LookBack> {
  await using directory = await temporaryDirectory();
  if (earlier.length > 0) {
    const { bench } = await run(directory.path, startedAt, earlier);
    await bench[Symbol.asyncDispose]();
  }
  const last = await run(directory.path, startedAt + begunAfter * minute, minutes);
  await using bench = last.bench;
  return await readLookBack(bench.history, last.end);
}

async function run(dataDir: string, begin: number, minutes: readonly Minute[]) {
  let now = begin;
  const clock = { now: () => now, mono: () => now - begin };
  const bench = await createHistoryBench({ dataDir, clock });
  for (const [n, { requests = 0, usd, freeBytes = 5e9 }] of minutes.entries()) {
    now = begin + n * minute + 1_000;
    const level = { inFlight: 0, queueDepth: 0, oldestWaitMs: 0, overdue: 0 };
    const slots = { slotsUsed: 0, slotsTotal: 1 };
    const own = { heapUsedBytes: 1e8 + n, diskFreeBytes: freeBytes };
    bench.state({ type: "gauges", ...level, ...slots, ...own });
    for (let i = 0; i < requests; i += 1) {
      bench.begin(`r${n}.${i}`);
      bench.end(`r${n}.${i}`);
    }
    if (usd === undefined) continue;
    bench.collector.recordModelCall({ ...modelCall, costUsd: usd });
  }
  now = begin + minutes.length * minute;
  return { bench, end: now };
}

const hours = (count: number, of: (n: number) => Minute) =>
  Array.from({ length: count * 60 }, (_, n) => of(n));

it("knows an agent's cost by the hour, and what has no price", async () => {
  const { agents } = await lookBackAfter(
    hours(2, (n) => ({ usd: n === 70 ? null : n < 60 ? 0.01 : 0.05 })),
  );
  expect(agents).toMatchObject([{ agent: "support", lastHour: { unpriced: 1 } }]);
  expect(agents[0]?.hourBefore.usd).toBeCloseTo(0.6);
  expect(agents[0]?.lastHour.usd).toBeCloseTo(2.95);
});

it("says of no agent what it cost before the gateway ran", async () => {
  const { agents } = await lookBackAfter(hours(1, () => ({ usd: 0.05 })));
  expect(agents).toEqual([]);
});

it("knows the level of the disk and the heap in each minute", async () => {
  const { diskFree, heap } = await lookBackAfter(hours(1, (n) => ({ freeBytes: 5e9 - n })));
  expect(diskFree).toHaveLength(60);
  expect(diskFree.at(-1)).toEqual({ t: startedAt + 59 * minute, value: 5e9 - 59 });
  expect(heap[0]).toEqual({ t: startedAt, value: 1e8 });
});

it("knows what is usual, whatever a rush of some minutes came to", async () => {
  const steady = await lookBackAfter(hours(2, () => ({ requests: 4 })));
  expect(steady.usual).toEqual({ hourBefore: 20, dayBefore: null });
  const rush = await lookBackAfter(hours(2, (n) => ({ requests: n > 70 && n < 95 ? 30 : 1 })));
  expect(rush.usual.hourBefore).toBe(5);
  const early = await lookBackAfter(hours(1, () => ({ requests: 4 })));
  expect(early.usual.hourBefore).toBe(20);
  const tooEarly = await lookBackAfter(hours(0.5, () => ({ requests: 4 })));
  expect(tooEarly.usual.hourBefore).toBeNull();
});

it("knows the same minutes of yesterday, of an earlier start", async () => {
  const yesterday = hours(1, (n) => ({ requests: n >= 55 ? 7 : 0 }));
  const today = hours(2, () => ({ requests: 1 }));
  const { usual } = await lookBackAfter(today, yesterday, 23 * 60);
  expect(usual).toEqual({ hourBefore: 5, dayBefore: 35 });
});

it("goes on over a restart", async () => {
  const { agents, usual } = await lookBackAfter(
    hours(0.5, () => ({ usd: 0.2, requests: 1 })),
    hours(1.5, (n) => ({ usd: n < 60 ? 0.01 : 0.05, requests: 6 })),
  );
  expect(agents[0]?.hourBefore.usd).toBeCloseTo(0.6);
  expect(agents[0]?.lastHour.usd).toBeCloseTo(7.5);
  expect(usual.hourBefore).toBe(30);
});
