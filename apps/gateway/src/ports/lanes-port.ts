import { allLanes, ContractError, type LaneHold, type LaneRow } from "@signalbox/api-contract";
import type { LanesPort } from "@signalbox/api-contract/server";
import {
  laneLabel,
  parseLaneKey,
  type LaneControl,
  type LaneHolds,
  type LaneQueue,
  type LaneState,
} from "../lanes/index.ts";
import type { Clock } from "../clock.ts";
import type { History } from "../history/index.ts";
import type { RequestLog, RequestRecord } from "../recorder/index.ts";
import { pastLanes, withBlockers } from "./past-lanes.ts";

const maxSlotHolders = 5;

export interface LanesPortOptions {
  readonly lanes: LaneQueue;
  readonly holds: LaneHolds;
  readonly laneControl: LaneControl;
  readonly log: RequestLog;
  readonly history: History;
  readonly clock: Clock;
  /** A token's name; undefined where there is no such token. */
  readonly tokenName: (id: string) => string | undefined;
}

/** Every lane with anything in it or a hold on it, the deepest first; and what operators do to them. */
export function createLanesPort(options: LanesPortOptions): LanesPort {
  const { laneControl } = options;
  const target = (input: { all: true } | { all?: undefined; lane: string }): string => {
    if (input.all === true) return allLanes;
    if (isKnown(options, input.lane)) return input.lane;
    const message = `There is no lane ${input.lane}. lanes.list has those with anything in them, by their keys.`;
    throw new ContractError("not_found", message);
  };
  return {
    spans: (input) => options.history.ask("laneSpans", input),
    list: ({ at }) =>
      at === undefined || at >= options.clock.now()
        ? rows(options).toSorted((a, b) => b.depth - a.depth)
        : lanesAt(options.history, at),
    pause: async (caller, input) => laneControl.pause(caller, target(input), input),
    drain: async (caller, input) => laneControl.drain(caller, target(input), input),
    resume: async (caller, input) => laneControl.resume(caller, target(input), input.reason),
    clear: async (caller, input) => laneControl.clear(caller, target(input), input),
  };
}

/** What is told of the slots that a lane waits for. */
type PoolTold = Pick<LaneRow, "slotHolders" | "slots">;

const noPool: PoolTold = { slotHolders: [], slots: null };

async function lanesAt(history: History, t: number): Promise<LaneRow[]> {
  const { requests, changes } = await history.past(t);
  return pastLanes(withBlockers(requests), changes, t);
}

/** One with something in it, one that is held, or one that a token there is may have. */
function isKnown({ lanes, holds, tokenName }: LanesPortOptions, key: string): boolean {
  if (lanes.lane(key) !== null || (key !== allLanes && holds.get(key) !== null)) return true;
  const name = parseLaneKey(key);
  return name !== null && !name.oneShot && tokenName(name.tokenId) !== undefined;
}

function rows(options: LanesPortOptions): LaneRow[] {
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
  return [...empty, ...found].filter((row) => row !== null);
}

function toRow(
  { log, holds }: LanesPortOptions,
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
function emptyRow({ holds, tokenName }: LanesPortOptions, key: string): LaneRow {
  const name = parseLaneKey(key);
  const nameOf = (id: string): string => tokenName(id) ?? id;
  return {
    lane: key,
    label: laneLabel(key, nameOf),
    channel: null,
    client: name === null ? "" : nameOf(name.tokenId),
    sessionId: name?.session ?? "",
    depth: 0,
    running: 0,
    runningRequestId: null,
    runningSince: null,
    oldestWaitMs: 0,
    waitsFor: null,
    blockedBy: null,
    ...noPool,
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
function slotsOf({ lanes, clock, tokenName }: LanesPortOptions, pool: string): LaneRow["slots"] {
  const holder = lanes.longestHolder(pool);
  if (holder === null) return { ...lanes.slots(pool), longest: null };
  const { requestId, key, owner, forMs } = holder;
  const client = tokenName(owner) ?? owner;
  const since = Math.round(clock.now() - forMs);
  return { ...lanes.slots(pool), longest: { requestId, lane: key, client, since } };
}

/** Who has the slots of a pool, the five with the most first. */
function slotHolders({ lanes, tokenName }: LanesPortOptions, pool: string): LaneRow["slotHolders"] {
  return Array.from(lanes.holders(pool), ([owner, count]) => ({
    client: tokenName(owner) ?? owner,
    count,
  }))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, maxSlotHolders);
}
