export { LaneControl } from "./lane-control.ts";
export { LaneHolds } from "./lane-holds.ts";
export { laneKey, laneLabel, parseLaneKey } from "./lane-name.ts";
export { LaneQueue } from "./lane-queue.ts";
export type { LaneState } from "./lane.ts";
