import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { HistoryFile } from "../src/history/history-file.ts";
import { noRows } from "../src/history/packed-rows.ts";
import type { Totals, Write } from "../src/history/messages.ts";
import { createHistoryBench } from "../src/history/testing/history-bench.ts";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";

const start = (path: string, bootId: string): HistoryFile =>
  new HistoryFile(
    path,
    { bootId, node: "node", version: "0", startedAt: 1 },
    { now: 1, isDamaged: false },
  );

const write = (totals: Totals | null): Write => ({
  type: "write",
  rows: noRows,
  at: 2,
  now: 2,
  totals,
  mending: null,
  limits: { retainDays: 14, maxBytes: 1e9 },
});

// The first batch is on its way before the totals of the last start have come back from the file: it says
// nothing of them.
it("a start that is killed before it had its totals back loses none of them", async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, "history.db");
  const totals = { messages: 10, errors: 2, modelCalls: 12 };
  const first = start(path, "first");
  first.write(write(totals));
  first.close();
  const killed = start(path, "killed");
  expect(killed.opening.totals).toEqual(totals);
  killed.write(write(null));
  killed.close();
  const next = start(path, "next");
  const { opening } = next;
  next.close();
  expect(opening.totals).toEqual(totals);
});

it("a start says nothing of totals before it has those of the last one", async () => {
  await using directory = await temporaryDirectory();
  {
    await using bench = await createHistoryBench({ dataDir: directory.path });
    bench.begin("a");
    bench.end("a");
  }
  await using bench = await createHistoryBench({ dataDir: directory.path });
  expect(bench.collector.counters().messagesProcessed).toBe(1);
  bench.begin("b");
  bench.end("b");
  await bench.history.ask("sessions", { limit: 1, before: null });
  using db = new DatabaseSync(join(directory.path, "history.db"), { readOnly: true });
  const totals = db.prepare("SELECT messages FROM boots ORDER BY n").all();
  expect(totals).toEqual([{ messages: 1 }, { messages: 2 }]);
});
