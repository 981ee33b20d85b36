import { z } from "zod";
import { epochMs, ms, phase, phaseDetail } from "./words.ts";

/** An operator's word on a lane: it starts nothing new, or takes nothing new, until then. */
export const laneHold = z.object({
  /** When it ends by itself; null for not before somebody resumes the lane. */
  until: epochMs.nullable(),
  reason: z.string().nullable(),
  by: z.string(),
  since: epochMs,
});
export type LaneHold = z.infer<typeof laneHold>;

export const laneRow = z.object({
  /** The lane's key; `*` is the row of a hold on all lanes. */
  lane: z.string(),
  label: z.string(),
  /** Null where nothing is in the lane, and so nothing tells. */
  channel: z.string().nullable(),
  client: z.string(),
  sessionId: z.string(),
  depth: z.number(),
  running: z.number(),
  /** The request that runs in it now, which those behind it wait for. */
  runningRequestId: z.string().nullable(),
  runningSince: epochMs.nullable(),
  oldestWaitMs: ms,
  /** `lane`, `slot`, `throttled`, `breaker` or `paused`: the first that waits; else the running one, where it waits itself. */
  waitsFor: z.string().nullable(),
  /** The running request that others wait for, and what it is at. */
  blockedBy: z
    .object({
      requestId: z.string(),
      phase: phase.nullable(),
      phaseDetail: phaseDetail.nullable(),
      since: epochMs.nullable(),
    })
    .nullable(),
  /** Where it waits for a slot: whose requests hold them, the five with the most. */
  slotHolders: z.array(z.object({ client: z.string(), count: z.number() })),
  /** Where it waits for a slot: how many there are, and which request has had its own the longest. */
  slots: z
    .object({
      used: z.number(),
      /** Null where that is not known, as of a provider's at a past moment. */
      total: z.number().nullable(),
      longest: z
        .object({ requestId: z.string(), lane: z.string(), client: z.string(), since: epochMs })
        .nullable(),
    })
    .nullable(),
  /** What runs goes on; nothing else starts. Its own pause, or that of all lanes. */
  paused: laneHold.nullable(),
  /** It takes no new requests and finishes what it has. */
  draining: laneHold.nullable(),
});
export type LaneRow = z.infer<typeof laneRow>;

/** The lanes at a past moment; as they are now unless told. */
export const laneListInput = z.strictObject({ at: epochMs.optional() }).prefault({});
export type LaneListInput = z.infer<typeof laneListInput>;

const defaultHoldMs = 900_000;
const maxHoldMs = 86_400_000;

const reason = z.string().trim().min(1).max(200).optional();
/** How long; null for until somebody resumes it. 15 minutes unless told, 24 hours at most. */
const forMs = z.number().int().min(1).max(maxHoldMs).nullable().default(defaultHoldMs);

/** One lane by its key, or `all: true`: who leaves both out is told, and means nothing. */
function laneOrAll<S extends z.core.$ZodLooseShape>(more: S) {
  return z.discriminatedUnion("all", [
    z.strictObject({ all: z.literal(true), ...more }),
    z.strictObject({
      all: z.undefined().optional(),
      lane: z.string("name the lane, or say all: true").min(1).max(300),
      ...more,
    }),
  ]);
}

export const laneHoldInput = laneOrAll({ forMs, reason });
export type LaneHoldInput = z.infer<typeof laneHoldInput>;

export const laneResumeInput = laneOrAll({ reason });
export type LaneResumeInput = z.infer<typeof laneResumeInput>;

export const laneClearInput = laneOrAll({ includeRunning: z.boolean().default(false), reason });
export type LaneClearInput = z.infer<typeof laneClearInput>;

/** `durable` is false where the disk refused: then it does not outlast a restart. */
export const laneHoldResult = z.object({ until: epochMs.nullable(), durable: z.boolean() });
export type LaneHoldResult = z.infer<typeof laneHoldResult>;

/** How many pauses and drains it ended. */
export const laneResumeResult = z.object({ resumed: z.number(), durable: z.boolean() });
export type LaneResumeResult = z.infer<typeof laneResumeResult>;

export const laneClearResult = z.object({ cancelled: z.number() });
export type LaneClearResult = z.infer<typeof laneClearResult>;
