export { LaneQueue } from "./lane-queue.ts";
export type { LaneQueueOptions, LaneRequest, LaneState, WaitsFor } from "./lane-queue.ts";
