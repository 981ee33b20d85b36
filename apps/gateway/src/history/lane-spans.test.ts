import { expect, it } from "vitest";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { createHistoryBench } from "./testing/history-bench.ts";

type Bench = Awaited<ReturnType<typeof createHistoryBench>>;

const start = Date.UTC(2026, 0, 5, 3, 0, 0);
const secondMs = 1_000;

function handClock() {
  const clock = { at: start, now: () => clock.at, mono: () => clock.at - start };
  return clock;
}

/** Requests that each take a second, one a second; every tenth takes five and a half. */
function play(bench: Bench, clock: { at: number }, count: number): void {
  const ends: { at: number; id: string }[] = [];
  for (let n = 0; n < count; n += 1) {
    clock.at = start + n * secondMs;
    for (const { id } of ends.filter(({ at }) => at <= clock.at)) bench.end(id);
    ends.splice(0, ends.length, ...ends.filter(({ at }) => at > clock.at));
    bench.begin(`r-${n}`, { lane: `lane-${n % 7}`, laneLabel: `trpc · ${n % 7}` });
    ends.push({ at: clock.at + (n % 10 === 0 ? 5_500 : secondMs), id: `r-${n}` });
  }
  clock.at += 10 * secondMs;
  for (const { id } of ends) bench.end(id);
}

it("tells all that was there in a window, with its spans", async () => {
  await using directory = await temporaryDirectory();
  const clock = handClock();
  await using bench = await createHistoryBench({ dataDir: directory.path, clock });
  play(bench, clock, 30);
  const window = { from: start + 12 * secondMs + 500, to: start + 15 * secondMs };
  const found = await bench.history.ask("laneSpans", { ...window, limit: 100 });
  // The tenth goes on until 15.5.
  expect(found.requests.map(({ id }) => id)).toEqual(["r-10", "r-12", "r-13", "r-14", "r-15"]);
  expect(found).toMatchObject({ total: 5, isMore: false, gaps: [] });
  const [tenth] = found.requests;
  expect(tenth).toMatchObject({ lane: "lane-3", laneLabel: "trpc · 3", outcome: "ok" });
  expect(tenth?.spans).toMatchObject([{ kind: "queue", startedAt: start + 10 * secondMs }]);
});

it("tells of too many the longest of each part, and how many there were", async () => {
  await using directory = await temporaryDirectory();
  const clock = handClock();
  const bounds = { maxRows: 1e5, maxBytes: 1e9, rowsPerBatch: 5_000 };
  await using bench = await createHistoryBench({ dataDir: directory.path, clock, bounds });
  play(bench, clock, 600);
  const window = { from: start, to: start + 600 * secondMs };
  const { requests, total } = await bench.history.ask("laneSpans", { ...window, limit: 60 });
  expect(total).toBe(600);
  expect(requests.length).toBeLessThanOrEqual(60);
  const numbers = requests.map(({ id }) => Number(id.slice(2)));
  // Thirty parts of twenty seconds, and of each one of the long ones; the last are told to end late.
  expect(new Set(numbers.map((n) => Math.floor(n / 20))).size).toBe(30);
  expect(numbers.filter((n) => n < 580).every((n) => n % 10 === 0)).toBe(true);
  // Over an hour, five seconds are no pixel: they come without what was in them.
  const hour = { from: start - 3_000 * secondMs, to: start + 600 * secondMs };
  const brief = await bench.history.ask("laneSpans", { ...hour, limit: 60 });
  expect(brief.requests.find(({ id }) => id === "r-0")?.spans).toEqual([]);
});

it("says when no gateway ran", async () => {
  await using directory = await temporaryDirectory();
  const clock = handClock();
  {
    await using bench = await createHistoryBench({ dataDir: directory.path, clock });
    play(bench, clock, 3);
  }
  const endedAt = clock.at;
  clock.at += 60 * secondMs;
  await using bench = await createHistoryBench({ dataDir: directory.path, clock });
  const startedAt = clock.at;
  clock.at += 20 * secondMs;
  const window = { from: start - 5 * secondMs, to: clock.at, limit: 10 };
  const { gaps } = await bench.history.ask("laneSpans", window);
  const reason = "The gateway was not running.";
  expect(gaps).toEqual([
    { from: start - 5 * secondMs, to: start, reason, lost: null },
    { from: endedAt, to: startedAt, reason, lost: null },
  ]);
});
