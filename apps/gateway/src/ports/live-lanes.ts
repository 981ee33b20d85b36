import type { LaneHold, LaneRow } from "@signalbox/api-contract";
import {
  laneLabel,
  parseLaneKey,
  type LaneHolds,
  type LaneQueue,
  type LaneState,
} from "../lanes/index.ts";
import type { Clock } from "../clock.ts";
import type { RequestLog, RequestRecord } from "../recorder/index.ts";
import { idleLane, noPool, type PoolTold } from "./idle-lane.ts";
import { topHolders } from "./slot-holders.ts";

export interface LiveLanesOptions {
  readonly lanes: LaneQueue;
  readonly holds: LaneHolds;
  readonly log: RequestLog;
  readonly clock: Clock;
  /** A token's name; undefined where there is no such token. */
  readonly tokenName: (id: string) => string | undefined;
}

/** Every lane with anything in it or a hold on it, the deepest first. */
export function liveLanes(options: LiveLanesOptions): LaneRow[] {
  const { lanes, holds } = options;
  // Asked for once a pool, however many lanes wait for it.
  const pools = new Map<string, PoolTold>();
  const poolOf = (pool: string): PoolTold => {
    const known = pools.get(pool) ?? {
      slotHolders: slotHolders(options, pool),
      slots: slotsOf(options, pool),
    };
    pools.set(pool, known);
    return known;
  };
  const found = Array.from(lanes.lanes(), (lane) => toRow(options, lane, poolOf));
  const empty = Array.from(holds.entries(), ([key]) =>
    lanes.lane(key) === null ? emptyRow(options, key) : null,
  );
  return [...empty, ...found].filter((row) => row !== null).toSorted((a, b) => b.depth - a.depth);
}

function toRow(
  { log, holds }: LiveLanesOptions,
  lane: LaneState,
  poolOf: (pool: string) => PoolTold,
): LaneRow | null {
  const running = lane.runningRequestId === null ? undefined : log.get(lane.runningRequestId);
  const [firstId] = lane.waitingRequestIds;
  const first = firstId === undefined ? undefined : log.get(firstId);
  const any = running ?? first;
  if (any === undefined) return null;
  const { accepted } = any;
  const waitsFor = first?.phaseDetail ?? heldBack(running);
  return {
    lane: lane.key,
    label: accepted.laneLabel,
    channel: accepted.channel,
    client: accepted.client,
    sessionId: accepted.sessionId,
    depth: lane.waitingRequestIds.length,
    running: running === undefined ? 0 : 1,
    runningRequestId: lane.runningRequestId,
    runningSince: running?.spans[0]?.endedAt ?? null,
    oldestWaitMs: first === undefined ? 0 : log.row(first).durationMs,
    waitsFor,
    blockedBy: first === undefined || running === undefined ? null : blockerOf(running),
    ...(waitsFor === "slot" && lane.waitingPool !== null ? poolOf(lane.waitingPool) : noPool),
    ...holdsOf(holds, lane.key),
  };
}

/** What a request that has its slot waits for all the same: its model is not to be called now. */
function heldBack(running: RequestRecord | undefined): string | null {
  return running?.phase === "queued" ? running.phaseDetail : null;
}

function blockerOf(running: RequestRecord): LaneRow["blockedBy"] {
  const { accepted, phase, phaseDetail, phaseSince } = running;
  return { requestId: accepted.id, phase, phaseDetail, since: phaseSince };
}

/** A lane that is held and has nothing in it, or the hold on all of them. */
function emptyRow({ holds, tokenName }: LiveLanesOptions, key: string): LaneRow {
  const name = parseLaneKey(key);
  const nameOf = (id: string): string => tokenName(id) ?? id;
  return {
    lane: key,
    label: laneLabel(key, nameOf),
    client: name === null ? "" : nameOf(name.tokenId),
    sessionId: name?.session ?? "",
    ...idleLane,
    ...holdsOf(holds, key),
  };
}

function holdsOf(holds: LaneHolds, key: string): Pick<LaneRow, "paused" | "draining"> {
  const told = (mode: "paused" | "draining"): LaneHold | null => {
    const hold = holds.of(key, mode);
    if (hold === null) return null;
    const { until, reason, by, since } = hold;
    return { until, reason, by, since };
  };
  return { paused: told("paused"), draining: told("draining") };
}

/** How many slots a pool has, and who has had one the longest. */
function slotsOf({ lanes, clock, tokenName }: LiveLanesOptions, pool: string): LaneRow["slots"] {
  const holder = lanes.longestHolder(pool);
  if (holder === null) return { ...lanes.slots(pool), longest: null };
  const { requestId, key, owner, forMs } = holder;
  const client = tokenName(owner) ?? owner;
  const since = Math.round(clock.now() - forMs);
  return { ...lanes.slots(pool), longest: { requestId, lane: key, client, since } };
}

function slotHolders({ lanes, tokenName }: LiveLanesOptions, pool: string): LaneRow["slotHolders"] {
  return topHolders(
    Array.from(lanes.holders(pool), ([owner, count]) => ({
      client: tokenName(owner) ?? owner,
      count,
    })),
  );
}
