import type { LaneHold, LaneRow } from "@signalbox/api-contract";
import { formatAge } from "../figures/figures.ts";
import { clockLabel } from "../charts/ticks.ts";
import type { DrawnLane } from "./drawn-lane.ts";

/** What keeps a lane from going on: a request, a model, an operator's hold; or it is not told. */
export type Blocker =
  | { readonly kind: "request"; readonly requestId: string; readonly lane: string | null }
  | { readonly kind: "model"; readonly model: string }
  | { readonly kind: "hold" }
  | { readonly kind: "none" };

/** Why a lane does not go on, in a few words, and what to look at. */
export interface LaneStanding {
  readonly text: string;
  readonly isHeld: boolean;
  /** Since when. */
  readonly since: number;
  readonly blocker: Blocker;
}

/** What `lanes.list` tells of a lane: its slots and holds. */
export type ToldLane = Pick<LaneRow, "slots" | "paused" | "draining">;

const minuteMs = 60_000;
const none: Blocker = { kind: "none" };

/** Null where it goes on, or nothing is in it and nobody holds it. */
export function laneStanding(
  lane: DrawnLane,
  told: ToldLane | undefined,
  now: number,
): LaneStanding | null {
  const paused = told?.paused ?? null;
  if (paused !== null) return held("paused", paused);
  if (lane.block !== null) return waiting(lane, lane.block, told, now);
  const draining = told?.draining ?? null;
  return draining === null ? null : held("draining", draining);
}

function held(how: string, { until, since }: LaneHold): LaneStanding {
  const end = until === null ? "until it is resumed" : `until ${clockLabel(until, minuteMs)}`;
  return { text: `${how} ${end}`, isHeld: true, since, blocker: { kind: "hold" } };
}

function waiting(
  { lane }: DrawnLane,
  { waitsFor, since, isQueued, blockedBy, model }: NonNullable<DrawnLane["block"]>,
  told: ToldLane | undefined,
  now: number,
): LaneStanding {
  const age = formatAge(Math.max(0, now - since));
  const standing = (text: string, blocker: Blocker): LaneStanding => ({
    text,
    isHeld: false,
    since,
    blocker,
  });
  const toModel: Blocker = model === null ? none : { kind: "model", model };
  if (waitsFor === "slot") return slotStanding(told?.slots ?? null, since, now);
  if (blockedBy !== null) {
    const blocker: Blocker = { kind: "request", requestId: blockedBy, lane };
    return standing(`waits for its own lane · ${age}`, blocker);
  }
  if (waitsFor === "throttled") return standing(`throttled · ${age}`, toModel);
  if (waitsFor === "breaker") return standing(`breaker open · ${age}`, toModel);
  if (waitsFor === "paused" && isQueued) return standing(`paused · ${age}`, none);
  if (waitsFor === "paused") return standing(`its model is paused · ${age}`, toModel);
  if (waitsFor === "backoff") return standing(`before its next attempt · ${age}`, toModel);
  return standing(`waits for its own lane · ${age}`, none);
}

function slotStanding(slots: LaneRow["slots"], since: number, now: number): LaneStanding {
  const age = formatAge(Math.max(0, now - since));
  if (slots === null)
    return { text: `waits for a slot · ${age}`, isHeld: false, since, blocker: none };
  const { used, total, longest } = slots;
  const full = total === null ? `slot: ${used} in use` : `slot: ${used} of ${total}`;
  if (longest === null) return { text: `${full} · ${age}`, isHeld: false, since, blocker: none };
  const { requestId, lane, client, since: heldSince } = longest;
  const heldFor = formatAge(Math.max(0, now - heldSince));
  return {
    text: `${full}, longest held by ${client} · ${heldFor}`,
    isHeld: false,
    since,
    blocker: { kind: "request", requestId, lane },
  };
}
