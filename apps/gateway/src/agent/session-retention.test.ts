import { expect, it } from "vitest";
import type { Fact } from "../recorder/index.ts";
import { openState } from "../state/index.ts";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { SessionRetention } from "./session-retention.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A sweep over a real state.db, at a time that the test sets. */
async function createRetention(maxBytes = 1_000_000_000) {
  await using cleanup = new AsyncDisposableStack();
  let now = 0;
  const clock = { now: () => now, mono: () => now };
  const { path } = cleanup.use(await temporaryDirectory());
  const { conversations } = cleanup.use(await openState({ dataDir: path, now: clock.now }));
  const facts: Fact[] = [];
  const steps: number[] = [];
  const retention = new SessionRetention({
    config: () => ({ sessions: { retainDays: 90, maxBytes } }),
    clock,
    store: {
      prune: async (bounds) => {
        const pruned = await conversations.prune(bounds);
        steps.push(pruned.rows);
        return pruned;
      },
    },
    state: (fact) => facts.push(fact),
  });
  const owned = cleanup.move();
  return {
    retention,
    facts,
    steps,
    conversations,
    pass: (ms: number) => (now += ms),
    add: (clientId: string, sessionId: string, { isNamed = true, texts = ["hi"] } = {}) =>
      conversations.append(
        { clientId, sessionId },
        texts.map((text) => ({
          role: "user",
          content: JSON.stringify(text),
          requestId: null,
          at: now,
        })),
        now,
        isNamed,
      ),
    left: async () =>
      (await conversations.list(1_000)).map((row) => `${row.clientId}/${row.sessionId}`).toSorted(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

it("deletes what nobody named after a day and the rest after its time, and tells of it once a day", async () => {
  await using made = await createRetention();
  const { retention, facts, add, left, pass } = made;
  await add("a", "named");
  await add("a", "once", { isNamed: false });
  await add("a", "taken-up", { isNamed: false });
  await add("a", "taken-up");
  await retention.sweep();
  expect(await left()).toEqual(["a/named", "a/once", "a/taken-up"]);
  pass(dayMs + 1);
  await retention.sweep();
  expect(await left()).toEqual(["a/named", "a/taken-up"]);
  expect(facts).toMatchObject([
    {
      type: "event",
      level: "info",
      source: "sessions",
      message:
        "Conversations were deleted: 1 of sessions that no client named, quiet for 24 hours.",
    },
  ]);
  await add("a", "taken-up");
  pass(89 * dayMs);
  await retention.sweep();
  expect(await left()).toEqual(["a/taken-up"]);
  expect(facts).toHaveLength(2);
  expect(facts[1]).toMatchObject({ message: expect.stringContaining("1 quiet for 90 days") });
  pass(dayMs);
  await retention.sweep();
  expect(facts).toHaveLength(2);
});

it("makes room with the quietest of the token that has most, in small steps, and tells of it", async () => {
  await using made = await createRetention(1_000_000);
  const { retention, facts, steps, add, left, pass } = made;
  await add("honest", "old", { texts: ["x".repeat(1_000)] });
  for (const index of [1, 2, 3]) {
    pass(1);
    await add("flood", `s${index}`, { texts: Array(500).fill("y".repeat(1_000)) });
  }
  await retention.sweep();
  expect(await left()).toEqual(["flood/s3", "honest/old"]);
  expect(Math.max(...steps)).toBeLessThanOrEqual(200);
  expect(steps.length).toBeGreaterThanOrEqual(5);
  expect(facts).toMatchObject([
    { level: "info", message: expect.stringMatching(/2 the quietest .* over 1,000,000 bytes/) },
  ]);
  await retention.sweep();
  expect(facts).toHaveLength(1);
});

it("lets others write between its steps", async () => {
  await using made = await createRetention(1_000_000);
  const { retention, add, conversations } = made;
  await add("flood", "s", { texts: Array(3_000).fill("y".repeat(1_000)) });
  const order: string[] = [];
  const swept = retention.sweep().then(() => order.push("swept"));
  await add("honest", "t").then(() => order.push("written"));
  await swept;
  expect(order).toEqual(["written", "swept"]);
  expect(await conversations.load({ clientId: "honest", sessionId: "t" })).toHaveLength(1);
});

it("goes on after a disk that refused, and stops when it is told", async () => {
  let calls = 0;
  const retention = new SessionRetention({
    config: () => ({ sessions: { retainDays: 1, maxBytes: 1_000_000 } }),
    clock: { now: () => 0, mono: () => 0 },
    store: {
      prune: () => {
        calls += 1;
        return Promise.reject(new Error("disk full"));
      },
    },
    state: () => {},
  });
  await retention.sweep();
  await retention.sweep();
  expect(calls).toBe(2);
  await retention.stop();
  await retention.sweep();
  expect(calls).toBe(2);
});
