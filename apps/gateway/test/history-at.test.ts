import type { LaneRow, PastPicture, RequestRow } from "@signalbox/api-contract";
import { expect, it, onTestFailed } from "vitest";
import { createHistoryBench } from "../src/history/testing/history-bench.ts";
import { pastPicture } from "../src/ports/past-picture.ts";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { agentSlots } from "./recorded-lanes.ts";
import { playRun, simulatedClock, type LiveMoment } from "./recorded-run.ts";

const moments = 1_000;
/** Asked one after the other, as a person who scrubs does. */
const budgetMs = 50;

/** What both say of a request. How much of an answer had come when it was on its way, nobody wrote. */
function comparable(row: RequestRow) {
  const { outputTokens, ...rest } = row;
  return { ...rest, outputTokens: row.phaseDetail === "streaming" ? "so far" : outputTokens };
}

/** How many slots there are is told by a sample of agent runs, and of a provider's by nothing. */
function comparableLanes(rows: readonly LaneRow[]) {
  return rows
    .map((row) => ({ ...row, slots: row.slots === null ? null : { ...row.slots, total: 0 } }))
    .toSorted((a, b) => (a.lane < b.lane ? -1 : 1));
}

function saidLive({ requests, lanes, metrics }: LiveMoment) {
  const { total } = metrics.modelCalls;
  return {
    requests: requests.map(comparable),
    lanes: comparableLanes(lanes),
    ...metrics,
    modelCalls: total,
  };
}

function saidLater({ requests, lanes, metrics }: PastPicture) {
  const { uptime: _, slots, modelCalls, ...rest } = metrics;
  return {
    requests: requests.map(comparable),
    lanes: comparableLanes(lanes),
    ...rest,
    modelCalls: modelCalls.total,
    slotsUsed: slots.used,
  };
}

it("says of any past moment what was said live", async () => {
  const seed = Date.now() % 1_000_000;
  onTestFailed(() => {
    process.stderr.write(`seed ${seed}\n`);
  });
  await using directory = await temporaryDirectory();
  const clock = simulatedClock(Date.UTC(2026, 0, 5, 3, 0, 0));
  const bounds = { maxRows: 1e6, maxBytes: 1e9, rowsPerBatch: 5_000 };
  await using bench = await createHistoryBench({ dataDir: directory.path, clock, bounds });
  const taken = await playRun(bench, clock, { seed, moments });
  const options = { ...bench, clock, isPractice: () => false };
  const times: number[] = [];
  const totals = new Set<number | null>();
  for (const moment of taken) {
    const begun = performance.now();
    const picture = await pastPicture(options, moment.t);
    times.push(performance.now() - begun);
    expect(picture.isKnown).toBe(true);
    expect(saidLater(picture)).toEqual(saidLive(moment));
    for (const { slots } of picture.lanes) if (slots !== null) totals.add(slots.total);
    // Of calls that were counted in one millisecond any may be the oldest of the last 200.
    const { errorRate } = moment.metrics.modelCalls;
    expect(Math.abs(picture.metrics.modelCalls.errorRate - errorRate)).toBeLessThan(4 / 200);
  }
  expect(totals).toEqual(new Set([agentSlots, null]));
  const [median = Infinity] = times.toSorted((a, b) => a - b).slice(times.length / 2);
  // Figures belong to the benchmark; that it is a matter of milliseconds and not of seconds is held here.
  expect(median).toBeLessThan(budgetMs * 10);
}, 180_000);
