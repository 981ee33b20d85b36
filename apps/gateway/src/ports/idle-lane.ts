import type { LaneRow } from "@signalbox/api-contract";

/** What is told of the slots that a lane waits for. */
export type PoolTold = Pick<LaneRow, "slotHolders" | "slots">;

export const noPool: PoolTold = { slotHolders: [], slots: null };

/** What is told of a lane that has nothing in it. */
export const idleLane = {
  channel: null,
  depth: 0,
  running: 0,
  runningRequestId: null,
  runningSince: null,
  oldestWaitMs: 0,
  waitsFor: null,
  blockedBy: null,
  ...noPool,
} as const satisfies Partial<LaneRow>;
