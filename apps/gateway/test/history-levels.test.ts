import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFailed } from "vitest";
import { HistoryFile } from "../src/history/history-file.ts";
import { readBreakdown } from "../src/history/read-breakdown.ts";
import { readRollups } from "../src/history/read-rollups.ts";
import { Statements } from "../src/history/statements.ts";
import { createHistoryBench } from "../src/history/testing/history-bench.ts";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { simulatedClock } from "./recorded-run.ts";
import { seededRandom } from "./seeded-random.ts";

const startedAt = Date.UTC(2026, 0, 5, 3, 17, 20);
const bounds = { maxRows: 1e6, maxBytes: 1e9, rowsPerBatch: 5_000 };
const usage = { inputTokens: 1, outputTokens: 1, tokensPerSec: 5 };
const minuteMs = 60_000;
const forEver = { retainDays: 100_000, maxBytes: Number.MAX_SAFE_INTEGER };

/** Days of calls, over starts that begin and end where no hour does, all levels of them made. */
async function fiveStarts(dataDir: string) {
  const clock = simulatedClock(startedAt);
  const calls: { readonly at: number; readonly boot: number }[] = [];
  for (let start = 0; start < 5; start += 1) {
    await using bench = await createHistoryBench({ dataDir, clock, bounds });
    for (let n = 0; n < 200 + start * 7; n += 1) {
      calls.push({ at: clock.now(), boot: bench.history.boot });
      bench.collector.recordModelCall({
        provider: "local",
        model: "swift-1",
        latency: 20 + n,
        ...usage,
      });
      clock.pass((n % 11) * minuteMs);
    }
  }
  const path = join(dataDir, "history.db");
  const now = clock.now();
  const boot = { bootId: "last", node: "test", version: "0.0.0", startedAt: now };
  const file = new HistoryFile(path, boot, { now, isDamaged: false });
  while (file.tidy(forEver, now));
  file.close();
  return { path, calls, boot: file.boot };
}

it("counts each minute once, whatever days, hours and minutes a window is read from", async () => {
  const seed = Date.now() % 1_000_000;
  onTestFailed(() => {
    process.stderr.write(`seed ${seed}\n`);
  });
  await using directory = await temporaryDirectory();
  const { path, calls, boot } = await fiveStarts(directory.path);
  using db = new DatabaseSync(path, { readOnly: true });
  const levels = db
    .prepare(
      `SELECT DISTINCT level FROM rollups JOIN rollup_kinds ON kind = n >> 50 ORDER BY level`,
    )
    .all();
  expect(levels.map(({ level }) => level)).toEqual([1, 60, 1_440]);
  const statements = new Statements(db);
  const minutes = calls.map(({ at }) => Math.floor(at / minuteMs));
  const [first = 0, last = 0] = [minutes[0], minutes.at(-1)];
  const random = seededRandom(seed);
  const anyMinute = (): number => first - 100 + Math.floor(random() * (last - first + 200));
  const wish = { dimension: "", part: "counters", counters: ["modelCalls"], limit: 1 } as const;
  for (let n = 0; n < 300; n += 1) {
    const [from = 0, to = 0] = [anyMinute(), anyMinute()].sort((a, b) => a - b);
    const truth = minutes.filter((minute) => minute >= from && minute < to).length;
    const query = { from, to, boot, tails: [] };
    const { values } = readBreakdown(statements, {
      ...query,
      dimension: "model",
      sketches: ["latency"],
    });
    expect([from, to, values[0]?.counters.modelCalls ?? 0]).toEqual([from, to, truth]);
    for (const stepMinutes of [7, 60, 180, 1_440]) {
      const start = Math.floor(from / stepMinutes) * stepMinutes;
      const { wishes } = readRollups(statements, {
        ...query,
        from: start,
        to: start + 40 * stepMinutes,
        stepMinutes,
        wishes: [wish],
      });
      const counted = wishes[0]?.values[0]?.columns[0] ?? new Float64Array();
      const expected = new Float64Array(40);
      for (const minute of minutes) {
        const step = Math.floor((minute - start) / stepMinutes);
        if (step >= 0 && step < 40) expected[step] = (expected[step] ?? 0) + 1;
      }
      // A step that nobody counted in is unknown, not zero: the calls are what has to agree.
      expect([...counted].map((count) => (Number.isNaN(count) ? 0 : count))).toEqual(
        counted.length === 0 ? [] : [...expected],
      );
      if (counted.length === 0) expect(expected.every((count) => count === 0)).toBe(true);
    }
  }
});

it("counts what a start has in its tail once, whatever was made of it meanwhile", async () => {
  const seed = Date.now() % 1_000_000;
  onTestFailed(() => {
    process.stderr.write(`seed ${seed}\n`);
  });
  await using directory = await temporaryDirectory();
  const { path, calls } = await fiveStarts(directory.path);
  using db = new DatabaseSync(path, { readOnly: true });
  const statements = new Statements(db);
  const random = seededRandom(seed);
  const minutes = calls.map(({ at, boot }) => ({ minute: Math.floor(at / minuteMs), boot }));
  const [first = 0, last = 0] = [minutes[0]?.minute, minutes.at(-1)?.minute];
  const anyMinute = (): number => first - 100 + Math.floor(random() * (last - first + 200));
  for (let n = 0; n < 300; n += 1) {
    const [from = 0, to = 0] = [anyMinute(), anyMinute()].sort((a, b) => a - b);
    const boot = 1 + Math.floor(random() * 5);
    // It has nothing in it: what is told from there on would be counted twice.
    const tail = { dimension: "model", from: anyMinute(), rollups: [] };
    const truth = minutes.filter(
      (one) =>
        one.minute >= from && one.minute < to && (one.boot !== boot || one.minute < tail.from),
    ).length;
    const query = { from, to, boot, tails: [tail], dimension: "model", sketches: [] } as const;
    const { values } = readBreakdown(statements, query);
    expect([query, values[0]?.counters.modelCalls ?? 0]).toEqual([query, truth]);
  }
});
