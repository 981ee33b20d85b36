import type { RunResult } from "@signalbox/api-contract";
import { expect, it } from "vitest";
import { RunJournal } from "./run-journal.ts";
import { RunTable, type Run } from "./run-table.ts";

const runOf = (tokenId: string, requestId: string, startedAt: number): Run => ({
  id: `${tokenId}/${requestId}`,
  caller: { tokenId, name: tokenId, role: "ingest" },
  sessionId: "s",
  noted: { clientId: tokenId, requestId, bodyHash: "h", sessionId: "s", startedAt },
  journal: new RunJournal("boot"),
  accepted: Promise.resolve(),
  accept: () => {},
  leaving: new AbortController(),
  result: Promise.withResolvers<RunResult>().promise,
  isAccepted: true,
  isOver: false,
  isDetached: true,
  waiters: 0,
});

function createTable() {
  const table = new RunTable();
  const add = (tokenId: string, requestId: string, at: number): Run => {
    const run = runOf(tokenId, requestId, at);
    table.add(run, 0);
    return run;
  };
  const end = (run: Run, text = ""): void => {
    run.isOver = true;
    run.journal.add({ type: "text", text });
    table.ended(run);
  };
  return { table, add, end };
}

it("forgets of too many runs the oldest of the token that has most of them", () => {
  const { table, add, end } = createTable();
  const honest = add("honest", "pay", 1);
  end(honest);
  const running = add("flood", "running", 2);
  for (let at = 3; at < 5_103; at += 1) end(add("flood", `r${at}`, at));
  expect(table.own("honest", "pay")).toBe(honest);
  expect(table.own("flood", "running")).toBe(running);
  expect(table.own("flood", "r3")).toBeUndefined();
  expect(table.own("flood", "r5102")).toBeDefined();
});

it("forgets of too much text the oldest of the token whose answers have most of it", () => {
  const { table, add, end } = createTable();
  end(add("honest", "pay", 1), "paid");
  for (let at = 2; at < 72; at += 1) end(add("flood", `r${at}`, at), "x".repeat(1024 * 1024));
  add("flood", "last", 100);
  expect(table.own("honest", "pay")).toBeDefined();
  expect(table.own("flood", "r2")).toBeUndefined();
  expect(table.own("flood", "r71")).toBeDefined();
});

it("forgets what is older than it need be, whoever's it is", () => {
  const { table, add, end } = createTable();
  end(add("a", "old", 1));
  const running = add("a", "running", 1);
  table.add(runOf("b", "new", 10), 5);
  expect(table.own("a", "old")).toBeUndefined();
  expect(table.own("a", "running")).toBe(running);
});
