import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { HistoryReader } from "./history-reader.ts";
import { readRequests } from "./read-requests.ts";
import { Statements } from "./statements.ts";
import { createHistoryBench } from "./testing/history-bench.ts";

const newest = { boot: Number.MAX_SAFE_INTEGER, endedSeq: 0 };
const everything = { filter: {}, after: newest, limit: 10 };

/** History of as many requests, of which the first one alone is of the client `first`. */
async function fill(dataDir: string, requests: number): Promise<void> {
  const bounds = { maxRows: 1e6, maxBytes: 1e9, rowsPerBatch: 10_000 };
  await using bench = await createHistoryBench({ dataDir, bounds });
  for (let n = 0; n < requests; n += 1) {
    bench.begin(`r-${n}`, n === 0 ? { client: "first" } : {});
    bench.end(`r-${n}`);
  }
}

it("answers one question after the other, and is there again after a question took too long", async () => {
  await using directory = await temporaryDirectory();
  await fill(directory.path, 3);
  const path = join(directory.path, "history.db");
  const hasty = new HistoryReader({ path, deadlineMs: 1 });
  const late = await Promise.allSettled([
    hasty.ask("requests", everything),
    hasty.ask("requests", everything),
  ]);
  expect(late).toEqual([
    { status: "rejected", reason: expect.objectContaining({ code: "timeout" }) },
    { status: "rejected", reason: expect.objectContaining({ code: "timeout" }) },
  ]);
  await hasty.close();
  const reader = new HistoryReader({ path, deadlineMs: 5_000 });
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => reader.ask("requests", everything)),
  );
  expect(answers.map(({ requests }) => requests.length)).toEqual(Array(20).fill(3));
  await reader.forget();
  expect((await reader.ask("requests", everything)).requests).toHaveLength(3);
  await reader.close();
});

it("refuses a question where too many wait, and where there is no file says why", async () => {
  await using directory = await temporaryDirectory();
  const reader = new HistoryReader({ path: join(directory.path, "none.db"), deadlineMs: 5_000 });
  const asked = Array.from({ length: 70 }, () => reader.ask("requests", everything));
  const settled = Promise.allSettled(asked);
  await expect(asked[69]).rejects.toMatchObject({ code: "overloaded" });
  await expect(asked[0]).rejects.toThrow(/could not be read .*unable to open/);
  await reader.close();
  await settled;
  await expect(reader.ask("requests", everything)).rejects.toMatchObject({ code: "draining" });
});

it("tells how far it looked where its time was over, and finds the rest from there", async () => {
  await using directory = await temporaryDirectory();
  await fill(directory.path, 12_000);
  const db = new DatabaseSync(join(directory.path, "history.db"), { readOnly: true });
  const statements = new Statements(db);
  const query = { ...everything, filter: { client: "first" } };
  const first = readRequests(statements, query, -Infinity);
  expect(first.requests).toEqual([]);
  const second = readRequests(statements, { ...query, after: first.lookedTo ?? newest }, -Infinity);
  expect(second.requests).toEqual([]);
  const third = readRequests(statements, { ...query, after: second.lookedTo ?? newest }, -Infinity);
  expect(third.requests.map(({ row }) => row.id)).toEqual(["r-0"]);
  expect(third.lookedTo).toBeNull();
  db.close();
});
