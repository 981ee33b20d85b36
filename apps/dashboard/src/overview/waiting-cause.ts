import type { RequestRow } from "@signalbox/api-contract";
import type { TileCause } from "./tile.ts";

/** What of the request that waits longest tells for what. */
export type Waiter = Pick<RequestRow, "lane" | "phaseDetail">;

/** The one that has waited longest of those that wait. */
export function longestWaiter(rows: Iterable<RequestRow>): Waiter | null {
  let longest: RequestRow | null = null;
  for (const row of rows) {
    if (row.state !== "queued") continue;
    if (longest === null || row.startedAt < longest.startedAt) longest = row;
  }
  return longest === null ? null : { lane: longest.lane, phaseDetail: longest.phaseDetail };
}

/**
 * What the oldest waits for: the requests of its lane, the one that blocks it on top; those that hold the
 * slots; or the models, where one is not called.
 */
export function waitingCause(waiter: Waiter | null): TileCause {
  const waitsFor = waiter?.phaseDetail ?? "";
  if (waiter !== null && waitsFor === "lane") {
    return { to: "/requests", search: { lane: waiter.lane, sort: "age" } };
  }
  if (waitsFor === "slot") {
    return { to: "/requests", search: { state: "running", sort: "age" } };
  }
  if (waitsFor === "throttled" || waitsFor === "breaker") return { to: "/models", search: {} };
  return { to: "/requests", search: { state: "queued", sort: "age" } };
}
