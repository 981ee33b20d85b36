import type { Heatmap, RequestRow } from "@signalbox/api-contract";
import { measureStream } from "@signalbox/practice/driver";
import { expect, it, onTestFailed } from "vitest";
import { createHistoryBench } from "../src/history/testing/history-bench.ts";
import { rememberedHeatmap, storedHeatmap } from "../src/ports/heatmap.ts";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { playRun, simulatedClock } from "./recorded-run.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const env = { SIGNALBOX_ADMIN_TOKEN: "sbx_admin-of-the-heatmap-tests-0123456789" };
const bounds = { maxRows: 1e6, maxBytes: 1e9, rowsPerBatch: 5_000 };
const model = { provider: "local", model: "swift-1" } as const;
const metrics = ["ttft", "latency", "gap"] as const;

it("says of every minute what memory says, whether it is on disk or open", async () => {
  const seed = Date.now() % 1_000_000;
  onTestFailed(() => {
    process.stderr.write(`seed ${seed}\n`);
  });
  const startedAt = Date.UTC(2026, 0, 5, 3, 0, 20);
  await using directory = await temporaryDirectory();
  const clock = simulatedClock(startedAt);
  await using bench = await createHistoryBench({ dataDir: directory.path, clock, bounds });
  await playRun(bench, clock, { seed, moments: 400 });
  const { modelCalls, value } = bench.collector
    .totals("model")
    .reduce((a, b) => (b.modelCalls > a.modelCalls ? b : a));
  const slash = value.indexOf("/");
  const named = { provider: value.slice(0, slash), model: value.slice(slash + 1) };
  for (const metric of metrics) {
    const input = { metric, ...named, from: startedAt, to: clock.now(), columns: 400 };
    const stored = await storedHeatmap(bench.history, input);
    // As wide as the disk's steps.
    const remembered = rememberedHeatmap(bench.collector, { ...input, columns: 2 });
    expect(stored.stepMs).toBe(60_000);
    expect(stored.bounds).toEqual(remembered.bounds);
    if (metric === "latency") expect(countOf(stored)).toBe(modelCalls);
    expect(countOf(stored)).toBe(countOf(remembered));
  }
});

function countOf({ counts }: Heatmap): number {
  return counts.flatMap((column) => column ?? []).reduce((sum, count) => sum + count, 0);
}

/** The requests behind each cell that has any, as the list tells them. */
async function behindCells(
  { admin }: TestGateway,
  metric: (typeof metrics)[number],
  map: Heatmap,
): Promise<RequestRow[]> {
  const found: RequestRow[] = [];
  for (const [step, column] of map.counts.entries()) {
    const from = map.t[step] ?? 0;
    for (const [band, count] of column?.entries() ?? []) {
      if (count === 0) continue;
      const [minMs = 0, maxMs = 0] = map.bounds.slice(band, band + 2);
      const { requests } = await admin.requests.list.query({
        call: { ...model, metric, minMs, maxMs },
        from,
        to: from + map.stepMs,
      });
      expect([metric, requests.length]).toEqual([metric, count]);
      found.push(...requests);
    }
  }
  return found;
}

it("every cell leads to the requests it counts, from memory and over a restart", async () => {
  await using directory = await temporaryDirectory();
  const sent = 12;
  let from: number;
  let ids: string[];
  {
    await using gateway = await startGateway({
      dataDir: directory.path,
      env,
      upstream: { pace: 0.02, seed: 4 },
    });
    // Memory knows nothing of before the start.
    from = Date.now();
    for (let n = 0; n < sent; n += 1) {
      await measureStream(gateway.openai(gateway.adminToken, `s-${n}`), {
        model: n % 3 === 2 ? "local/steady-1" : "local/swift-1",
        messages: [{ role: "user", content: `Tell me of train ${n}.` }],
      });
    }
    const asked = { ...model, from, to: Date.now() + 1_000, columns: 60 };
    const map = await gateway.admin.history.heatmap.query({ ...asked, metric: "latency" });
    expect(map.stepMs).toBeLessThan(60_000);
    const behind = await behindCells(gateway, "latency", map);
    ids = behind.map(({ id }) => id).toSorted();
    expect(new Set(ids).size).toBe((sent * 2) / 3);
    expect(new Set(behind.map((row) => row.model))).toEqual(new Set(["swift-1"]));
  }
  await using gateway = await startGateway({ dataDir: directory.path, env });
  const window = { ...model, from, to: Date.now(), columns: 60 };
  for (const metric of ["ttft", "gap"] as const) {
    const map = await gateway.admin.history.heatmap.query({ ...window, metric });
    expect(map.stepMs).toBe(60_000);
    const behind = await behindCells(gateway, metric, map);
    expect(behind.map(({ id }) => id).toSorted()).toEqual(ids);
  }
  const nothing = await gateway.admin.history.heatmap.query({
    ...window,
    model: "never-called",
    metric: "ttft",
  });
  expect(nothing.bounds).toEqual([]);
  expect(countOf(nothing)).toBe(0);
});
