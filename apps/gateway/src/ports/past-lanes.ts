import { allLanes, type LaneHold, type LaneRow, type RequestRow } from "@signalbox/api-contract";
import type { PastChange } from "../history/index.ts";
import { idleLane } from "./idle-lane.ts";
import { PastSlots, type SlotsThen } from "./past-slots.ts";

/** Requests with who blocked each: the first of its lane, where that is another one. In their order of acceptance. */
export function withBlockers(requests: readonly RequestRow[]): RequestRow[] {
  const first = new Map<string, string>();
  for (const { lane, id } of requests) if (!first.has(lane)) first.set(lane, id);
  return requests.map((row) => {
    const blocker = first.get(row.lane);
    if (row.state !== "queued" || blocker === undefined || blocker === row.id) return row;
    return { ...row, blockedBy: blocker };
  });
}

/** The lanes as the requests in flight then make them, the deepest first. */
export function pastLanes(
  then: SlotsThen & { readonly changes: readonly PastChange[] },
  t: number,
): LaneRow[] {
  const lanes = Map.groupBy(then.requests, ({ lane }) => lane);
  const slots = new PastSlots(then);
  const held = holdsAt(then.changes, t);
  const rows = Array.from(lanes, ([lane, of]) => rowOf(lane, of, held, slots));
  for (const [lane, { label }] of held) {
    if (!lanes.has(lane)) rows.push(emptyRow(lane, label, held));
  }
  return rows.toSorted((a, b) => b.depth - a.depth);
}

interface Held {
  readonly label: string;
  readonly paused: LaneHold | null;
  readonly draining: LaneHold | null;
}

function rowOf(
  lane: string,
  requests: readonly RequestRow[],
  held: ReadonlyMap<string, Held>,
  slots: PastSlots,
): LaneRow {
  const running = requests.find(({ state }) => state === "running");
  const waiting = requests.filter(({ state }) => state === "queued");
  const [first] = waiting;
  const any = running ?? first;
  const waitsFor = first?.phaseDetail ?? (running?.phase === "queued" ? running.phaseDetail : null);
  return {
    ...emptyRow(lane, any?.laneLabel ?? lane, held),
    channel: any?.channel ?? null,
    client: any?.client ?? "",
    sessionId: any?.sessionId ?? "",
    depth: waiting.length,
    running: running === undefined ? 0 : 1,
    runningRequestId: running?.id ?? null,
    runningSince: running === undefined ? null : slots.since(running.id),
    oldestWaitMs: first?.durationMs ?? 0,
    waitsFor,
    blockedBy:
      first === undefined || running === undefined
        ? null
        : {
            requestId: running.id,
            phase: running.phase,
            phaseDetail: running.phaseDetail,
            since: running.phaseSince,
          },
    ...(first !== undefined && waitsFor === "slot" && slots.told(first)),
  };
}

function emptyRow(lane: string, label: string, held: ReadonlyMap<string, Held>): LaneRow {
  const all = held.get(allLanes);
  const own = held.get(lane);
  return {
    lane,
    label,
    client: "",
    sessionId: "",
    ...idleLane,
    paused: own?.paused ?? all?.paused ?? null,
    draining: own?.draining ?? all?.draining ?? null,
  };
}

/** A hold outlasts a restart, and ends by itself or by somebody's word. */
function holdsAt(changes: readonly PastChange[], t: number): Map<string, Held> {
  const held = new Map<string, Held>();
  for (const { kind, subject, state, at, detail } of changes) {
    if (kind !== "lane" || (state !== "paused" && state !== "draining")) continue;
    const until = typeof detail["until"] === "number" ? detail["until"] : null;
    if (until !== null && until <= t) continue;
    const hold: LaneHold = {
      until,
      reason: typeof detail["reason"] === "string" ? detail["reason"] : null,
      by: String(detail["by"]),
      since: at,
    };
    const none = { paused: null, draining: null };
    held.set(subject, { label: String(detail["label"]), ...none, [state]: hold });
  }
  return held;
}
