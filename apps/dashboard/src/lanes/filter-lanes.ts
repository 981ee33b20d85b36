import type { DrawnLane } from "./drawn-lane.ts";

export const laneStates = ["waiting", "held", "running", "failed"] as const;
export type LaneState = (typeof laneStates)[number];

export interface LaneFilter {
  /** In the label, any case. */
  readonly text: string;
  readonly state: LaneState | undefined;
}

/** `isHeld`: whether an operator holds a lane, by its key. */
export function filterLanes(
  lanes: readonly DrawnLane[],
  { text, state }: LaneFilter,
  isHeld: (lane: string) => boolean,
): readonly DrawnLane[] {
  if (text === "" && state === undefined) return lanes;
  const wanted = text.toLowerCase();
  return lanes.filter((lane) => {
    if (!lane.label.toLowerCase().includes(wanted)) return false;
    if (state === "waiting") return lane.block !== null;
    if (state === "running") return lane.isRunning;
    if (state === "failed") return lane.hasFailed;
    return state === undefined || (lane.lane !== null && isHeld(lane.lane));
  });
}
