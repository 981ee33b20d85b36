import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFailed } from "vitest";
import { createHistoryBench } from "../src/history/testing/history-bench.ts";
import { rememberedSeries, storedSeries } from "../src/ports/history-series.ts";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { playRun, simulatedClock } from "./recorded-run.ts";

const bounds = { maxRows: 1e6, maxBytes: 1e9, rowsPerBatch: 5_000 };
const startedAt = Date.UTC(2026, 0, 5, 3, 0, 20);
const counters = [
  "messages",
  "errors",
  "requests",
  "failures",
  "cancelled",
  "modelCalls",
  "modelFailures",
  "inputTokens",
  "outputTokens",
  "costUsd",
  "toolCalls",
  "toolFailures",
] as const;

/** A copy of the file as a crash at this moment would leave it. */
function copyAsCrashed(from: string, to: string): void {
  using db = new DatabaseSync(from, { readOnly: true });
  db.prepare("VACUUM INTO ?").run(to);
}

it("the last minutes of a start that was killed are made again from what it had written", async () => {
  const seed = Date.now() % 1_000_000;
  onTestFailed(() => {
    process.stderr.write(`seed ${seed}\n`);
  });
  await using directory = await temporaryDirectory();
  await using other = await temporaryDirectory();
  const clock = simulatedClock(startedAt);
  await using killed = await createHistoryBench({ dataDir: directory.path, clock, bounds });
  await playRun(killed, clock, { seed, moments: 150 });
  // Everything that was stated is on disk then, but for the minutes that nobody was handed yet.
  await killed.history.ask("sessions", { limit: 1, before: null });
  copyAsCrashed(join(directory.path, "history.db"), join(other.path, "history.db"));
  // Whole minutes, so that memory's steps are those of the disk.
  const from = startedAt - (startedAt % 60_000);
  const to = clock.now() - (clock.now() % 60_000) + 59_999;

  clock.pass(60_000);
  await using after = await createHistoryBench({ dataDir: other.path, clock, bounds });
  const window = { from, to, maxPoints: 1_400, quantiles: [0.5, 0.95] };
  const isWhole = async (): Promise<boolean> => {
    const { groups } = await storedSeries(after.history, { ...window, metric: "messages" });
    return groups[0]?.values.every((value) => value !== null) ?? false;
  };
  await expect.poll(isWhole, { timeout: 20_000 }).toBe(true);
  for (const metric of counters) {
    for (const by of [undefined, "client", "model"] as const) {
      // Tokens of an attempt that a crash cut short are in no row, and in no figure either.
      const input = { ...window, metric, ...(by !== undefined && { by }) };
      const stored = await storedSeries(after.history, input);
      const told = rememberedSeries(killed.collector, { ...input, maxPoints: stored.t.length });
      const toldOf = new Map(told.groups.map(({ value, values }) => [value, values]));
      for (const { value, values } of stored.groups) {
        const rounded = (all: readonly (number | null)[] | undefined) =>
          all?.slice(0, stored.t.length).map((figure) => Number((figure ?? 0).toFixed(6)));
        expect([metric, value, rounded(values)]).toEqual([
          metric,
          value,
          rounded(toldOf.get(value)),
        ]);
      }
    }
  }
  const { groups } = await storedSeries(after.history, { ...window, metric: "queueWait" });
  const live = rememberedSeries(killed.collector, {
    ...window,
    metric: "queueWait",
    maxPoints: groups[0]?.values.length ?? 1,
  });
  expect(groups[0]?.counts).toEqual(live.groups[0]?.counts);
  const totals = killed.collector.counters();
  const again = after.collector.counters();
  expect([again.messagesProcessed, again.errors, again.modelCalls]).toEqual([
    totals.messagesProcessed,
    totals.errors,
    totals.modelCalls,
  ]);
}, 60_000);
