import type { LaneRow } from "@signalbox/api-contract";
import type { LanesPort } from "@signalbox/api-contract/server";
import type { LaneQueue, LaneState } from "../lanes/index.ts";
import type { RequestLog } from "../recorder/index.ts";

/** Every lane with anything in it, the deepest first. */
export function createLanesPort(lanes: LaneQueue, log: RequestLog): LanesPort {
  return {
    list: () =>
      Array.from(lanes.lanes(), (lane) => toRow(lane, log))
        .filter((row) => row !== null)
        .sort((a, b) => b.depth - a.depth),
  };
}

function toRow(lane: LaneState, log: RequestLog): LaneRow | null {
  const running = lane.runningRequestId === null ? undefined : log.get(lane.runningRequestId);
  const [firstId] = lane.waitingRequestIds;
  const first = firstId === undefined ? undefined : log.get(firstId);
  const any = running ?? first;
  if (any === undefined) return null;
  const { accepted } = any;
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
    waitsFor: first?.phaseDetail ?? null,
  };
}
