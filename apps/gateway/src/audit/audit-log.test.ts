import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it, test } from "vitest";
import type { Fact } from "../recorder/index.ts";
import { openState } from "../state/index.ts";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { AuditLog, type AuditEntry } from "./index.ts";

const now = () => 1_000;
const entry: AuditEntry = {
  who: "ops (t1)",
  action: "lane.paused",
  target: "t/s",
  reason: null,
  before: null,
  after: { until: 5 },
};
const never = new AbortController().signal;

/** The log over the state.db of a directory. */
async function openLog(dataDir: string) {
  const store = await openState({ dataDir, now });
  const events: string[] = [];
  const state = (fact: Fact): void => {
    if (fact.type === "event") events.push(`${fact.level} ${fact.source}: ${fact.message}`);
  };
  const log = new AuditLog({ store: store.audit, now, state });
  return { log, events, store, [Symbol.asyncDispose]: () => store.close() };
}

/** Changes the file of a gateway that is not running. */
function tamper(dataDir: string, sql: string): void {
  const db = new DatabaseSync(join(dataDir, "state.db"));
  db.exec(sql);
  db.close();
}

it("keeps who did what, newest first, over a restart, and page by page", async () => {
  await using directory = await temporaryDirectory();
  {
    await using opened = await openLog(directory.path);
    const { log } = opened;
    for (const target of ["a", "b", "c"]) expect(await log.add({ ...entry, target })).toBe(true);
  }
  await using again = await openLog(directory.path);
  const { log, events } = again;
  await log.add({ ...entry, target: "d", reason: "why", before: { until: 5 }, after: null });
  await log.verify(never);
  expect(log.component().status).toBe("ok");
  expect(events).toEqual([]);
  const first = await log.list({ limit: 2 });
  expect(first).toMatchObject({
    firstBadSeq: null,
    entries: [
      { seq: 4, at: 1_000, target: "d", reason: "why", before: { until: 5 }, after: null },
      { seq: 3, target: "c", before: null, after: { until: 5 } },
    ],
  });
  const rest = await log.list({ limit: 2, beforeSeq: 3 });
  expect(rest.entries.map(({ target }) => target)).toEqual(["b", "a"]);
  expect(new Set([...first.entries, ...rest.entries].map(({ hash }) => hash)).size).toBe(4);
});

test.for([
  ["an entry that was changed", "UPDATE audit SET who = 'nobody' WHERE seq = 2", 2],
  ["an entry that was taken out", "DELETE FROM audit WHERE seq = 2", 2],
  ["the first one taken out", "DELETE FROM audit WHERE seq = 1", 1],
  ["the last one taken out", "DELETE FROM audit WHERE seq = 3", 3],
  ["all taken out", "DELETE FROM audit", 1],
  ["one put in", "INSERT INTO audit VALUES (4, 1, 'x', 'y', 'z', NULL, NULL, NULL, 'made up')", 4],
  [
    "two that changed places",
    "UPDATE audit SET seq = -seq; UPDATE audit SET seq = 2 WHERE seq = -1; UPDATE audit SET seq = 1 WHERE seq = -2; UPDATE audit SET seq = 3 WHERE seq = -3",
    1,
  ],
] as const)("tells of %s, names the first bad one, and goes on", async ([, sql, seq]) => {
  await using directory = await temporaryDirectory();
  {
    await using opened = await openLog(directory.path);
    for (const target of ["a", "b", "c"]) await opened.log.add({ ...entry, target });
  }
  tamper(directory.path, sql);
  await using again = await openLog(directory.path);
  const { log, events } = again;
  await log.verify(never);
  expect(events).toHaveLength(1);
  expect(events[0]).toMatch(new RegExp(`^error audit: .*from entry ${seq} on`));
  expect(log.component()).toMatchObject({ status: "warn" });
  expect((await log.list({ limit: 9 })).firstBadSeq).toBe(seq);
  expect(await log.add(entry)).toBe(true);
});

it("looks through more than it reads in one go", async () => {
  await using directory = await temporaryDirectory();
  {
    await using opened = await openLog(directory.path);
    const { log } = opened;
    await Promise.all(Array.from({ length: 2_500 }, () => log.add(entry)));
    await log.verify(never);
    expect(log.component().status).toBe("ok");
  }
  tamper(directory.path, "UPDATE audit SET reason = '' WHERE seq = 2400");
  await using again = await openLog(directory.path);
  await again.log.verify(never);
  expect((await again.log.list({ limit: 1 })).firstBadSeq).toBe(2_400);
});

it("says of a disk that refuses, and stops nobody", async () => {
  await using directory = await temporaryDirectory();
  const { log, events, store } = await openLog(directory.path);
  await store.close();
  expect(await log.add(entry)).toBe(false);
  expect(events[0]).toMatch(/^error audit: ops \(t1\): lane.paused t\/s is not in the audit log/);
  expect(log.component()).toMatchObject({ name: "audit log", status: "warn" });
});

it("keeps no more of an entry than it may", async () => {
  await using directory = await temporaryDirectory();
  await using opened = await openLog(directory.path);
  await opened.log.add({ ...entry, target: "x".repeat(9_999), after: "y".repeat(99_999) });
  const [row] = (await opened.log.list({ limit: 1 })).entries;
  expect(row?.target).toHaveLength(500);
  expect(row?.after).toMatchObject({ of: 100_001, beginning: expect.stringMatching(/^"yyy/) });
});
