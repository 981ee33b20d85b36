import { ContractError } from "@signalbox/api-contract";
import { describe, expect, it, vi } from "vitest";
import type { WaitsFor } from "./lane.ts";
import { LaneHolds, type LaneHold } from "./lane-holds.ts";
import { LaneQueue } from "./lane-queue.ts";

interface Entered {
  readonly id: string;
  readonly waits: WaitsFor[];
  readonly turn: Promise<() => void>;
  readonly cancel: (reason?: unknown) => void;
}

function queueOf(limit: number, maxDepth = 50) {
  const clock = { at: 0, now: () => clock.at, mono: () => clock.at };
  const limits = { slots: limit };
  const holds = new LaneHolds();
  const queue = new LaneQueue({
    limitOf: () => limits.slots,
    maxDepth: () => maxDepth,
    clock,
    holds,
  });
  const hold = (key: string, mode: LaneHold["mode"], until: number | null = null): void => {
    holds.set(key, { mode, until, reason: "why", by: "ops", since: 0 });
    queue.holdsChanged(key);
  };
  const resume = (key: string): void => {
    holds.delete(key);
    queue.holdsChanged(key);
  };
  const order: string[] = [];
  const enter = (id: string, key: string, pool = "agents", owner = "o"): Entered => {
    const waits: WaitsFor[] = [];
    const controller = new AbortController();
    const turn = queue.enter({
      requestId: id,
      key,
      owner,
      pool,
      signal: controller.signal,
      onWait: (waitsFor) => waits.push(waitsFor),
    });
    turn.then(
      () => order.push(id),
      () => order.push(`${id} left`),
    );
    return { id, waits, turn, cancel: (reason) => controller.abort(reason) };
  };
  return { queue, order, enter, clock, limits, hold, resume };
}

describe("LaneQueue", () => {
  it.each([
    [1, 1],
    [3, 3],
    [4, 3],
    [8, 6],
    [64, 48],
  ])("of %i slots, lets one owner have %i and keeps the rest for others", (slots, share) => {
    const { queue, enter } = queueOf(slots);
    const mine = Array.from({ length: slots }, (_, index) => enter(`m${index}`, `mine${index}`));
    expect(queue.holders("agents").get("o")).toBe(share);
    expect(mine.slice(share).every(({ waits }) => waits.at(-1) === "slot")).toBe(true);
    const other = enter("other", "theirs", "agents", "p");
    expect(queue.slots("agents").used).toBe(Math.min(slots, share + 1));
    expect(other.waits).toEqual(share < slots ? [] : ["slot"]);
  });

  it("gives the owner that has its share the next of its own slots, and nothing of the others'", async () => {
    const { queue, order, enter } = queueOf(4);
    const [first, , , waits] = ["a", "b", "c", "d"].map((id) => enter(id, id));
    const other = enter("e", "e", "agents", "p");
    (await other.turn)();
    expect(order).toEqual(["a", "b", "c", "e"]);
    (await first?.turn)?.();
    await waits?.turn;
    expect(order).toEqual(["a", "b", "c", "e", "d"]);
    expect(queue.slots("agents")).toEqual({ used: 3, total: 4 });
  });

  it("runs one of a key at a time, first come first served", async () => {
    const { queue, order, enter } = queueOf(10);
    const [a, b, c] = [enter("a", "k"), enter("b", "k"), enter("c", "k")];
    const leave = await a.turn;
    expect(order).toEqual(["a"]);
    expect(queue.totalPending()).toBe(2);
    expect([...queue.lanes()]).toEqual([
      {
        key: "k",
        runningRequestId: "a",
        waitingRequestIds: ["b", "c"],
        waitingPool: "agents",
      },
    ]);
    leave();
    (await b.turn)();
    (await c.turn)();
    expect(order).toEqual(["a", "b", "c"]);
    expect(queue.totalPending()).toBe(0);
    expect([...queue.lanes()]).toEqual([]);
  });

  it("says what each waits for, and again when that changes", async () => {
    const { enter } = queueOf(1);
    const a = enter("a", "k");
    const behind = enter("b", "k");
    const other = enter("c", "l");
    expect([a.waits, behind.waits, other.waits]).toEqual([[], ["lane"], ["slot"]]);
    (await a.turn)();
    await other.turn;
    expect(behind.waits).toEqual(["lane", "slot"]);
  });

  it("gives freed slots to the owners in turn, whatever line one of them has", async () => {
    const { order, enter } = queueOf(1);
    const first = enter("a0", "a0", "agents", "a");
    await first.turn;
    const waiting = ["a1", "a2", "a3"].map((id) => enter(id, id, "agents", "a"));
    waiting.splice(1, 0, enter("b1", "b1", "agents", "b"));
    (await first.turn)();
    for (const { turn } of waiting) (await turn)();
    expect(order).toEqual(["a0", "a1", "b1", "a2", "a3"]);
  });

  it("lets no key wait for another's backlog", async () => {
    const { order, enter } = queueOf(1);
    const busy = Array.from({ length: 5 }, (_, index) => enter(`busy-${index}`, "busy"));
    const quiet = enter("quiet", "quiet");
    (await busy[0]?.turn)?.();
    const leave = await quiet.turn;
    expect(order).toEqual(["busy-0", "quiet"]);
    leave();
    await busy[1]?.turn;
    expect(order).toEqual(["busy-0", "quiet", "busy-1"]);
  });

  it("keeps the slots of each pool apart", async () => {
    const { queue, enter } = queueOf(1);
    await enter("a", "k", "agents").turn;
    await enter("b", "l", "provider:local").turn;
    expect(queue.slots("agents")).toEqual({ used: 1, total: 1 });
    expect(queue.slots("provider:local")).toEqual({ used: 1, total: 1 });
    expect(queue.slots("never")).toEqual({ used: 0, total: 1 });
  });

  it("refuses one more than a lane may hold, counts it, and says when to come back", async () => {
    const { queue, enter } = queueOf(10, 2);
    await enter("a", "k").turn;
    enter("b", "k");
    enter("c", "k");
    const refused = enter("d", "k");
    await expect(refused.turn).rejects.toThrow(ContractError);
    await expect(refused.turn).rejects.toMatchObject({
      code: "queue_full",
      detail: { errorKind: "queue_full", retryAfterMs: 2_000 },
    });
    expect(queue.refused).toBe(1);
    expect(queue.totalPending()).toBe(2);
    await enter("e", "other").turn;
  });

  it("lets one go wherever it waits, with the reason", async () => {
    const { queue, order, enter } = queueOf(1);
    const a = enter("a", "k");
    const inLane = enter("b", "k");
    const forSlot = enter("c", "l");
    const behind = enter("d", "l");
    const reason = new Error("enough");
    inLane.cancel(reason);
    await expect(inLane.turn).rejects.toBe(reason);
    forSlot.cancel(reason);
    await expect(forSlot.turn).rejects.toBe(reason);
    expect(queue.totalPending()).toBe(1);
    expect(behind.waits).toEqual(["lane", "slot"]);
    (await a.turn)();
    (await behind.turn)();
    expect(order.filter((id) => !id.endsWith("left"))).toEqual(["a", "d"]);
    expect(queue.slots("agents").used).toBe(0);
  });

  it("takes none that was cancelled before, and gives a slot back once however often it is told", async () => {
    const { queue, enter } = queueOf(1);
    const gone = AbortSignal.abort(new Error("gone"));
    const onWait = vi.fn<(waitsFor: WaitsFor) => void>();
    const entered = queue.enter({
      requestId: "x",
      key: "k",
      owner: "o",
      pool: "agents",
      signal: gone,
      onWait,
    });
    await expect(entered).rejects.toThrow("gone");
    expect(queue.totalPending()).toBe(0);
    const leave = await enter("a", "k").turn;
    const next = enter("b", "k");
    const last = enter("c", "k");
    leave();
    leave();
    await next.turn;
    expect(last.waits).toEqual(["lane"]);
    expect(queue.slots("agents").used).toBe(1);
  });

  it("runs one that is cancelled in the very moment of its admission, to be ended there", async () => {
    const { queue, enter } = queueOf(1);
    const a = enter("a", "k");
    const b = enter("b", "k");
    (await a.turn)();
    b.cancel();
    (await b.turn)();
    expect(queue.slots("agents").used).toBe(0);
    expect([...queue.lanes()]).toEqual([]);
  });
});

describe("a limit that changed", () => {
  it("lets as many run at once as now fit, and no more", async () => {
    const { queue, limits, enter } = queueOf(1);
    const entered = ["a", "b", "c", "d"].map((id) => enter(id, id));
    await entered[0]?.turn;
    limits.slots = 3;
    expect(queue.slots("agents")).toEqual({ used: 1, total: 3 });
    queue.limitsChanged();
    await Promise.all([entered[1]?.turn, entered[2]?.turn]);
    expect(queue.slots("agents")).toEqual({ used: 3, total: 3 });
    expect(queue.totalPending()).toBe(1);
  });

  it("takes no slot away that is in use, and gives none out until so many are back", async () => {
    const { queue, limits, enter, order } = queueOf(3);
    const entered = ["a", "b", "c", "d", "e"].map((id) => enter(id, id));
    const leaves = await Promise.all(entered.slice(0, 3).map(({ turn }) => turn));
    limits.slots = 1;
    queue.limitsChanged();
    for (const leave of leaves.slice(0, 2)) leave();
    expect(queue.slots("agents")).toEqual({ used: 1, total: 1 });
    leaves[2]?.();
    await entered[3]?.turn;
    expect(order).toEqual(["a", "b", "c", "d"]);
  });

  it("is filled by the next one that ends, where nobody told of it", async () => {
    const { queue, limits, enter } = queueOf(1);
    const entered = ["a", "b", "c", "d"].map((id) => enter(id, id));
    const leave = await entered[0]?.turn;
    limits.slots = 3;
    leave?.();
    expect(queue.slots("agents")).toEqual({ used: 3, total: 3 });
  });
});

describe("a pause", () => {
  it("lets what runs go on and nothing else start, tells it, and lets it go on in order", async () => {
    const { queue, order, enter, hold, resume } = queueOf(10);
    const [a, b, c] = [enter("a", "k"), enter("b", "k"), enter("c", "k")];
    const leave = await a.turn;
    hold("k", "paused");
    const d = enter("d", "k");
    leave();
    await enter("other", "l").turn;
    expect(order).toEqual(["a", "other"]);
    expect([b.waits, c.waits, d.waits]).toEqual([
      ["lane", "paused"],
      ["lane", "paused"],
      ["paused"],
    ]);
    resume("k");
    (await b.turn)();
    (await c.turn)();
    (await d.turn)();
    expect(order).toEqual(["a", "other", "b", "c", "d"]);
    expect(c.waits).toEqual(["lane", "paused", "lane"]);
    expect(queue.totalPending()).toBe(0);
  });

  it("takes its head out of the line for a slot, and puts it back at the end of it", async () => {
    const { order, enter, hold, resume } = queueOf(1);
    const leave = await enter("a", "a").turn;
    const [b, c] = [enter("b", "b"), enter("c", "c")];
    hold("b", "paused");
    leave();
    const leaveC = await c.turn;
    resume("b");
    expect(b.waits).toEqual(["slot", "paused", "slot"]);
    leaveC();
    await b.turn;
    expect(order).toEqual(["a", "c", "b"]);
  });

  it("of all lanes stops them all, and each lane's own goes on after it", async () => {
    const { queue, order, enter, hold, resume } = queueOf(10);
    hold("b", "paused");
    hold("*", "paused");
    const [a, b] = [enter("a", "a"), enter("b", "b")];
    expect([a.waits, b.waits]).toEqual([["paused"], ["paused"]]);
    resume("*");
    await a.turn;
    expect(order).toEqual(["a"]);
    expect(queue.totalPending()).toBe(1);
    resume("b");
    await b.turn;
  });

  it("that ends while the one before still runs leaves the others waiting for it", async () => {
    const { enter, hold, resume } = queueOf(10);
    const leave = await enter("a", "k").turn;
    const b = enter("b", "k");
    hold("k", "paused");
    resume("k");
    expect(b.waits).toEqual(["lane", "paused", "lane"]);
    leave();
    await b.turn;
  });

  it("lets go who is cancelled in it, and leaves nothing behind", async () => {
    const { queue, enter, hold, resume } = queueOf(1);
    hold("k", "paused");
    const [a, b] = [enter("a", "k"), enter("b", "k")];
    a.cancel(new Error("enough"));
    await expect(a.turn).rejects.toThrow("enough");
    expect(b.waits).toEqual(["paused"]);
    b.cancel(new Error("enough"));
    await expect(b.turn).rejects.toThrow("enough");
    expect([...queue.lanes()]).toEqual([]);
    resume("k");
    await enter("c", "k").turn;
  });
});

it("tells who waited too long in a paused lane that it was paused", () => {
  const { queue, hold } = queueOf(1);
  expect(queue.tooLongMessage("k", 5)).toBe("It waited 5 ms for its turn. Try again later.");
  hold("k", "paused", 45_000);
  expect(queue.tooLongMessage("k", 5)).toBe(
    "It waited 5 ms for its turn, in a lane that is paused by ops, until 1970-01-01T00:00:45.000Z. Try again then.",
  );
});

describe("a drain", () => {
  it("takes nothing new, says until when, and finishes what it has", async () => {
    const { queue, clock, enter, hold, resume } = queueOf(10);
    const leave = await enter("a", "k").turn;
    const b = enter("b", "k");
    hold("k", "draining", 30_000);
    clock.at = 5_000;
    const refused = enter("c", "k");
    await expect(refused.turn).rejects.toThrow("being drained by ops (why)");
    await expect(refused.turn).rejects.toMatchObject({
      code: "queue_full",
      detail: { retryAfterMs: 25_000 },
    });
    expect(queue.refused).toBe(1);
    leave();
    (await b.turn)();
    await enter("d", "other").turn;
    resume("k");
    await enter("e", "k").turn;
  });
});

describe("when to come back", () => {
  it("is how long a lane's requests take times those that wait in it", async () => {
    const { queue, clock, enter } = queueOf(10, 3);
    const leave = await enter("a", "k").turn;
    clock.at = 4_000;
    leave();
    await enter("b", "k").turn;
    for (const id of ["c", "d", "e"]) enter(id, "k");
    await expect(enter("f", "k").turn).rejects.toMatchObject({ detail: { retryAfterMs: 12_000 } });
    clock.at = 14_000;
    // The one that runs takes longer than those before it.
    expect(queue.retryAfterMs("k", "agents")).toBe(30_000);
    clock.at = 400_000;
    expect(queue.retryAfterMs("k", "agents")).toBe(60_000);
  });

  it("is how long the pool's take times those in line for it, over its slots", async () => {
    const { queue, clock, enter } = queueOf(2);
    const leaves = await Promise.all([enter("a", "a").turn, enter("b", "b").turn]);
    for (let index = 0; index < 6; index += 1) enter(`w${index}`, `w${index}`);
    clock.at = 10_000;
    leaves[0]?.();
    expect(queue.retryAfterMs("nobody", "agents")).toBe(25_000);
    expect(queue.retryAfterMs("nobody", "other")).toBe(1_000);
  });

  it("is not before the pause of the lane is over", () => {
    const { queue, hold } = queueOf(1);
    hold("*", "paused", 45_000);
    expect(queue.retryAfterMs("k", "agents")).toBe(45_000);
  });
});

it("knows who holds the slots of a pool", async () => {
  const { queue, enter } = queueOf(3);
  await Promise.all([
    enter("a", "a", "agents", "crm").turn,
    enter("b", "b", "agents", "crm").turn,
    enter("c", "c", "agents", "web").turn,
    enter("d", "d", "other", "web").turn,
  ]);
  expect([...queue.holders("agents")]).toEqual([
    ["crm", 2],
    ["web", 1],
  ]);
});
