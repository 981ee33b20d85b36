import type { DrawnLane } from "./drawn-lane.ts";

/** Activity within one such step counts as equally recent, so that busy lanes do not swap places. */
const activityStepMs = 5_000;

/** Most waiters, the longest wait, or the name first. */
export type LaneSort = "waiters" | "wait" | "label";

/**
 * By what was asked for, then most recent activity; what is equal keeps the place it had.
 * `previous` are the keys in the order drawn before.
 */
export function orderLanes(
  lanes: readonly DrawnLane[],
  previous: readonly string[],
  sort: LaneSort = "waiters",
): DrawnLane[] {
  if (lanes.length === 0) return [];
  const rank = new Map(previous.map((key, i) => [key, i]));
  return [...lanes].sort(
    (a, b) =>
      bySort(a, b, sort) ||
      compare(activityStep(b), activityStep(a)) ||
      compare(rank.get(a.key) ?? previous.length, rank.get(b.key) ?? previous.length) ||
      compare(a.label, b.label) ||
      compare(a.key, b.key),
  );
}

function bySort(a: DrawnLane, b: DrawnLane, sort: LaneSort): number {
  if (sort === "label") return compare(a.label, b.label) || compare(a.key, b.key);
  if (sort === "wait") return compare(waitsSince(a), waitsSince(b));
  return b.waiters - a.waiters;
}

function waitsSince({ block }: DrawnLane): number {
  return block?.since ?? Infinity;
}

/** The order drawn before, as it is; lanes that are new come after. For while a person points at one. */
export function keepOrder(
  lanes: readonly DrawnLane[],
  previous: readonly string[],
  sort: LaneSort = "waiters",
): DrawnLane[] {
  const left = new Map(lanes.map((lane) => [lane.key, lane]));
  const known: DrawnLane[] = [];
  for (const key of previous) {
    const lane = left.get(key);
    if (lane === undefined) continue;
    known.push(lane);
    left.delete(key);
  }
  return [...known, ...orderLanes([...left.values()], previous, sort)];
}

function activityStep(lane: DrawnLane): number {
  return Math.floor(lane.lastActiveAt / activityStepMs);
}

function compare<T extends number | string>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
