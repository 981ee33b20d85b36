import { expect, test } from "vitest";
import { drawnLane } from "./lane-spans.fixture.ts";
import { keepOrder, orderLanes } from "./order-lanes.ts";

const keys = (lanes: readonly { key: string }[]) => lanes.map((lane) => lane.key).join(" ");

test("most waiters first, then most recent activity", () => {
  const lanes = [
    drawnLane("idle", { lastActiveAt: 10_000 }),
    drawnLane("busy", { lastActiveAt: Number.POSITIVE_INFINITY }),
    drawnLane("waits", { waiters: 3 }),
  ];
  expect(keys(orderLanes(lanes, []))).toBe("waits busy idle");
});

test("lanes about equally active keep their places", () => {
  const lanes = [
    drawnLane("a", { lastActiveAt: 11_000 }),
    drawnLane("b", { lastActiveAt: 12_000 }),
  ];
  expect(keys(orderLanes(lanes, ["b", "a"]))).toBe("b a");
  expect(keys(orderLanes(lanes, ["a", "b"]))).toBe("a b");
});

test("while a person points at one, none moves, and new ones come below", () => {
  const lanes = [drawnLane("new", { waiters: 9 }), drawnLane("b", { waiters: 1 }), drawnLane("a")];
  expect(keys(keepOrder(lanes, ["a", "gone", "b"]))).toBe("a b new");
});

test("lanes are put in order by their longest wait, or their name", () => {
  const wait = (since: number) => ({
    block: {
      requestId: "r",
      waitsFor: "lane",
      since,
      isQueued: true,
      blockedBy: null,
      model: null,
    },
  });
  const lanes = [drawnLane("c", wait(5)), drawnLane("a"), drawnLane("b", wait(2))];
  expect(keys(orderLanes(lanes, [], "wait"))).toBe("b c a");
  expect(keys(orderLanes(lanes, ["c", "b"], "label"))).toBe("a b c");
});
