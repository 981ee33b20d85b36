export { LaneQueue } from "./lane-queue.ts";
export type { LaneState } from "./lane-queue.ts";
