import type { RequestRow } from "@signalbox/api-contract";
import type { DrawnLane } from "./drawn-lane.ts";

/** What an address calls a lane: its own key, or the row of a client's one-shot lanes. */
export function laneAddress({ lane, key }: Pick<DrawnLane, "lane" | "key">): string {
  return lane ?? key;
}

/** The same of the lane that a request is in. */
export function requestLaneAddress({
  lane,
  laneLabel,
  oneShot,
}: Pick<RequestRow, "lane" | "laneLabel" | "oneShot">): string {
  return oneShot ? clientKey(laneLabel) : lane;
}

/** Of the row in which all one-shot lanes of a client are drawn. */
export function clientKey(label: string): string {
  return `client:${label}`;
}
