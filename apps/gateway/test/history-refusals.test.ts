import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { RefusalRow } from "@signalbox/api-contract";
import { expect, it, onTestFailed } from "vitest";
import { HistoryFile } from "../src/history/history-file.ts";
import { createHistoryBench } from "../src/history/testing/history-bench.ts";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { simulatedClock } from "./recorded-run.ts";
import { seededRandom } from "./seeded-random.ts";

const startedAt = Date.UTC(2026, 0, 5, 3, 17, 20);
const bounds = { maxRows: 1e6, maxBytes: 1e9, rowsPerBatch: 5_000 };
const minuteMs = 60_000;
const dayMs = 86_400_000;
const forEver = { retainDays: 100_000, maxBytes: Number.MAX_SAFE_INTEGER };
const clients = ["shop", "Büro „Süd“", null] as const;

type Bench = Awaited<ReturnType<typeof createHistoryBench>>;
type Refusal = Pick<RefusalRow, "channel" | "client" | "status"> & { readonly at: number };

/** As a window is told, by the minutes that it touches. */
function truthOf(refusals: readonly Refusal[], from: number, to: number): Map<string, RefusalRow> {
  const rows = new Map<string, RefusalRow>();
  const [first, last] = [Math.floor(from / minuteMs), Math.floor(to / minuteMs)];
  for (const { at, ...kind } of refusals) {
    const minute = Math.floor(at / minuteMs);
    if (minute < first || minute > last) continue;
    const { count = 0 } = rows.get(keyOf(kind)) ?? {};
    rows.set(keyOf(kind), { ...kind, count: count + 1, lastAt: at });
  }
  return rows;
}

function keyOf({ channel, client, status }: Omit<Refusal, "at">): string {
  return [channel, client, status].join(" ");
}

function byKind(rows: readonly RefusalRow[]): Map<string, RefusalRow> {
  return new Map(rows.map((row) => [keyOf(row), row]));
}

function refuse(
  { state }: Bench,
  clock: ReturnType<typeof simulatedClock>,
  random: () => number,
): Refusal {
  const client = clients[Math.floor(random() * clients.length)] ?? null;
  const status = client === null ? 401 : random() < 0.5 ? 429 : 503;
  const kind = { channel: random() < 0.5 ? "openai" : "http", client, status };
  state({ type: "refused", ...kind });
  return { ...kind, at: clock.now() };
}

/** All minutes that are over are in the file, as they are a moment later where time passes by itself. */
async function handedOn({ history }: Bench, now: number): Promise<void> {
  const wait = { timeout: 20_000 };
  await expect.poll(() => history.tail("refused").from, wait).toBe(Math.floor(now / minuteMs));
  await expect.poll(() => history.pressure.waitingRows, wait).toBe(0);
}

/** Hours and days are made, as they are when there is time for it. */
function tidyUp(dataDir: string, now: number): void {
  const boot = { bootId: `tidy-${now}`, node: "test", version: "0.0.0", startedAt: now };
  const file = new HistoryFile(join(dataDir, "history.db"), boot, { now, isDamaged: false });
  while (file.tidy(forEver, now));
  file.end(now, null);
}

it("says of any window who was turned away in it, over starts and from memory and disk alike", async () => {
  const seed = Date.now() % 1_000_000;
  onTestFailed(() => {
    process.stderr.write(`seed ${seed}\n`);
  });
  await using directory = await temporaryDirectory();
  const clock = simulatedClock(startedAt);
  const random = seededRandom(seed);
  const refusals: Refusal[] = [];
  const starts = 4;
  for (let start = 1; start <= starts; start += 1) {
    await using bench = await createHistoryBench({ dataDir: directory.path, clock, bounds });
    const { history } = bench;
    const begunAt = clock.now();
    const play = (steps: number): void => {
      for (let n = 0; n < steps; n += 1) {
        if (random() < 0.7) refusals.push(refuse(bench, clock, random));
        // Less than a day in all: nobody is handed the minutes meanwhile.
        clock.pass(1 + Math.floor(random() ** 6 * 22 * minuteMs));
      }
    };
    play(300);
    await handedOn(bench, clock.now());
    play(4);
    for (let n = 0; n < (start === starts ? 200 : 20); n += 1) {
      const anyAt = (): number => startedAt + Math.floor(random() * (clock.now() - startedAt));
      const to = random() < 0.3 ? clock.now() : anyAt();
      const from = Math.min(to, random() < 0.3 ? startedAt : anyAt());
      const found = await history.refusals({ from, to });
      // What this start has in memory is told to the millisecond of its beginning.
      const known = from >= begunAt ? refusals.filter(({ at }) => at >= begunAt) : refusals;
      expect([from, to, byKind(found.rows)]).toEqual([from, to, truthOf(known, from, to)]);
      expect(found.knownFrom).toBeLessThanOrEqual(Math.max(from, startedAt));
    }
    const { knownFrom } = await history.refusals({ from: startedAt - dayMs, to: clock.now() });
    expect(knownFrom).toBe(startedAt);
    await bench[Symbol.asyncDispose]();
    tidyUp(directory.path, clock.now());
    // The next start may begin within the minute in which this one ended.
    clock.pass(start % 2 === 0 ? 1 : 3 * 60 * minuteMs);
  }
  using db = new DatabaseSync(join(directory.path, "history.db"), { readOnly: true });
  const levels = db
    .prepare("SELECT level FROM rollup_kinds WHERE dimension = 'refused' ORDER BY level")
    .all();
  expect(levels.map(({ level }) => level)).toEqual([1, 60, 1_440]);
}, 60_000);

it("has them on disk before their minute is over, so that a crash takes none of them", async () => {
  await using directory = await temporaryDirectory();
  await using other = await temporaryDirectory();
  const clock = simulatedClock(startedAt);
  await using killed = await createHistoryBench({ dataDir: directory.path, clock, bounds });
  const path = join(directory.path, "history.db");
  const refusal = refuse(killed, clock, seededRandom(7));
  const isThere = (): unknown => {
    using db = new DatabaseSync(path, { readOnly: true });
    return db.prepare("SELECT 1 FROM rollup_kinds WHERE dimension = 'refused'").get();
  };
  await expect.poll(isThere, { timeout: 20_000 }).toBeDefined();
  {
    using db = new DatabaseSync(path, { readOnly: true });
    db.prepare("VACUUM INTO ?").run(join(other.path, "history.db"));
  }
  clock.pass(5_000);
  await using after = await createHistoryBench({ dataDir: other.path, clock, bounds });
  const { rows } = await after.history.refusals({ from: startedAt, to: clock.now() });
  const { at: lastAt, ...kind } = refusal;
  expect(rows).toEqual([{ ...kind, count: 1, lastAt }]);
});

it("tells of the first hour of a start whose day is not over", async () => {
  await using directory = await temporaryDirectory();
  const clock = simulatedClock(startedAt);
  await using bench = await createHistoryBench({ dataDir: directory.path, clock, bounds });
  const random = seededRandom(7);
  refuse(bench, clock, random);
  clock.pass(3 * 60 * minuteMs);
  refuse(bench, clock, random);
  await handedOn(bench, clock.now());
  const hoursTo = (): unknown => {
    using db = new DatabaseSync(join(directory.path, "history.db"), { readOnly: true });
    return db.prepare("SELECT hours_to FROM boots").get()?.["hours_to"];
  };
  const hour = Math.floor(clock.now() / (60 * minuteMs));
  await expect.poll(hoursTo, { timeout: 20_000 }).toBe(hour);
  const midnight = startedAt - (startedAt % dayMs);
  const { rows } = await bench.history.refusals({ from: midnight, to: midnight + dayMs });
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(2);
});
