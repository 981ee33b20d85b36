import { z } from "zod";
import { epochMs, ms } from "./words.ts";

export const laneRow = z.object({
  lane: z.string(),
  label: z.string(),
  channel: z.string(),
  client: z.string(),
  sessionId: z.string(),
  depth: z.number(),
  running: z.number(),
  /** The request that runs in it now, which those behind it wait for. */
  runningRequestId: z.string().nullable(),
  runningSince: epochMs.nullable(),
  oldestWaitMs: ms,
  waitsFor: z.string().nullable(),
});
export type LaneRow = z.infer<typeof laneRow>;
