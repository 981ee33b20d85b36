import type { Span } from "@signalbox/api-contract";
import type { DrawnLane } from "./drawn-lane.ts";

/** The end of the window in tests: spans are placed in seconds before it. */
export const testNow = 1_800_000_000_000;

/** A span from so many seconds ago to so many, or still running. */
export function laneSpan(from: number, to: number | null, fields: Partial<Span> = {}): Span {
  return {
    id: `span ${from} ${to}`,
    requestId: "req-1",
    lane: "lane-1",
    kind: "attempt",
    name: "gpt-5.1-mini",
    startedAt: testNow - from * 1_000,
    firstTokenAt: null,
    endedAt: to === null ? null : testNow - to * 1_000,
    status: to === null ? "running" : "ok",
    errorKind: null,
    waitsFor: null,
    modelCall: null,
    attempt: null,
    ...fields,
  };
}

export function drawnLane(key: string, fields: Partial<DrawnLane> = {}): DrawnLane {
  return {
    key,
    label: key,
    oneShot: false,
    lane: key,
    isPractice: false,
    waiters: 0,
    isRunning: false,
    hasFailed: false,
    lastActiveAt: 0,
    block: null,
    depth: 1,
    spans: [],
    bars: [],
    ...fields,
  };
}
