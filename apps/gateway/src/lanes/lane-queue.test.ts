import { ContractError } from "@signalbox/api-contract";
import { describe, expect, it, vi } from "vitest";
import { LaneQueue, type WaitsFor } from "./lane-queue.ts";

interface Entered {
  readonly id: string;
  readonly waits: WaitsFor[];
  readonly turn: Promise<() => void>;
  readonly cancel: (reason?: unknown) => void;
}

function queueOf(limit: number, maxDepth = 50) {
  const queue = new LaneQueue({ limitOf: () => limit, maxDepth });
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
  return { queue, order, enter };
}

describe("LaneQueue", () => {
  it("runs one of a key at a time, first come first served", async () => {
    const { queue, order, enter } = queueOf(10);
    const [a, b, c] = [enter("a", "k"), enter("b", "k"), enter("c", "k")];
    const leave = await a.turn;
    expect(order).toEqual(["a"]);
    expect(queue.totalPending()).toBe(2);
    expect([...queue.lanes()]).toEqual([
      { key: "k", runningRequestId: "a", waitingRequestIds: ["b", "c"] },
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
      detail: { errorKind: "queue_full", retryAfterMs: 1_000 },
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
