import { ContractError } from "@signalbox/api-contract";
import { untilText, type LaneHold } from "./lane-holds.ts";

/** What a refused client is told to wait, at least and at most. */
const retryBounds = { minMs: 1_000, maxMs: 60_000 } as const;

/** Until the end of a drain, where that is known: to come sooner is of no use. */
const drainRetryMaxMs = 60 * 60 * 1_000;

/** Of a request of which nothing is known, because none has ended yet. */
const unknownTookMs = 1_000;

interface Load {
  readonly waiting: number;
  /** Null where none has ended yet. */
  readonly tookMs: number | null;
}

export interface RetryLoad {
  /** Its requests run one after the other. */
  readonly lane: Load;
  readonly pool: Load & { readonly slots: number };
  /** How long the one that runs in the lane has: nobody knows that others will be quicker. */
  readonly runningForMs: number;
  readonly pausedForMs: number;
}

/** When what waits now has had its turn, as far as anyone can tell. */
export function retryAfterMs({ lane, pool, runningForMs, pausedForMs }: RetryLoad): number {
  const laneTookMs = Math.max(lane.tookMs ?? unknownTookMs, runningForMs);
  const inLaneMs = laneTookMs * lane.waiting;
  const forSlotMs = ((pool.tookMs ?? unknownTookMs) * pool.waiting) / Math.max(1, pool.slots);
  return bounded(Math.max(inLaneMs, forSlotMs, pausedForMs));
}

export function fullError(refusal: {
  readonly depth: number;
  readonly maxDepth: number;
  readonly paused: LaneHold | null;
  readonly retryAfterMs: number;
}): ContractError {
  const { depth, maxDepth, paused } = refusal;
  const why = paused === null ? "" : ` It is paused by ${paused.by}, ${untilText(paused.until)}.`;
  return new ContractError(
    "queue_full",
    `This session's lane already holds ${depth} waiting requests, and ${maxDepth} is its limit.${why} Send it again when some have ended, or raise lanes.maxDepth.`,
    { errorKind: "queue_full", retryAfterMs: refusal.retryAfterMs },
  );
}

/** What a request is told whose turn did not come in time. */
export function waitedTooLong(maxWaitMs: number, paused: LaneHold | null): string {
  const waited = `It waited ${maxWaitMs} ms for its turn`;
  if (paused === null) return `${waited}. Try again later.`;
  return `${waited}, in a lane that is paused by ${paused.by}, ${untilText(paused.until)}. Try again then.`;
}

export function drainingError({ by, until, reason }: LaneHold, now: number): ContractError {
  const why = reason === null ? "" : ` (${reason})`;
  return new ContractError(
    "queue_full",
    `This session's lane is being drained by ${by}${why} and takes no new requests, ${untilText(until)}. Send it again then.`,
    { errorKind: "queue_full", retryAfterMs: untilDrained(until, now) },
  );
}

function untilDrained(until: number | null, now: number): number {
  if (until === null) return retryBounds.maxMs;
  return Math.round(Math.min(drainRetryMaxMs, Math.max(retryBounds.minMs, until - now)));
}

function bounded(ms: number): number {
  return Math.round(Math.min(retryBounds.maxMs, Math.max(retryBounds.minMs, ms)));
}
