import type { DrawnLane } from "./drawn-lane.ts";

/** Activity within one such step counts as equally recent, so that busy lanes do not swap places. */
const activityStepMs = 5_000;

/**
 * Most waiters first, then most recent activity; what is equal keeps the place it had.
 * `previous` are the keys in the order drawn before.
 */
export function orderLanes(lanes: readonly DrawnLane[], previous: readonly string[]): DrawnLane[] {
  const rank = ranks(previous);
  return [...lanes].sort(
    (a, b) =>
      b.waiters - a.waiters ||
      compare(activityStep(b), activityStep(a)) ||
      compare(rank.get(a.key) ?? previous.length, rank.get(b.key) ?? previous.length) ||
      compare(a.label, b.label) ||
      compare(a.key, b.key),
  );
}

/** The order drawn before, as it is; lanes that are new come after. For while a person points at one. */
export function keepOrder(lanes: readonly DrawnLane[], previous: readonly string[]): DrawnLane[] {
  const rank = ranks(previous);
  const fresh = orderLanes(
    lanes.filter((lane) => !rank.has(lane.key)),
    previous,
  );
  const known = lanes
    .filter((lane) => rank.has(lane.key))
    .sort((a, b) => compare(rank.get(a.key) ?? 0, rank.get(b.key) ?? 0));
  return [...known, ...fresh];
}

function ranks(keys: readonly string[]): Map<string, number> {
  return new Map(keys.map((key, i) => [key, i]));
}

function activityStep(lane: DrawnLane): number {
  return Math.floor(lane.lastActiveAt / activityStepMs);
}

function compare<T extends number | string>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
