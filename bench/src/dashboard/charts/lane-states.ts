import type { Span } from "@signalbox/api-contract";
import { manyLanes } from "../../../../apps/dashboard/dev/fake-lanes.ts";
import type { FakeRequest } from "../../../../apps/dashboard/dev/fake-request.ts";
import { FakeTraffic } from "../../../../apps/dashboard/dev/fake-traffic.ts";
import { seededRandom } from "../../../../apps/dashboard/dev/seeded-random.ts";
import {
  emptyLiveData,
  liveBounds,
  type LiveState,
} from "../../../../apps/dashboard/src/live/live-state.ts";

const laneCount = 2_000;
const frameMs = 250;
const seed = 7;
const startedAt = 1_767_225_600_000;
/** Then they begin again, later in time: more than a measurement takes would fill the memory. */
const made = 80;

/** The live state after so many frames, with as much in it as a page keeps, and requests in every lane. */
export function statesOfLanes(): (update: number) => LiveState {
  const lanes = manyLanes(laneCount);
  const traffic = new FakeTraffic({
    random: seededRandom(seed),
    bootId: "bench",
    incidentAt: null,
    lanes,
  });
  let at = startedAt;
  const spans = new Map<string, Span>();
  const step = (): void => {
    at += frameMs;
    traffic.advance(at);
    for (const span of traffic.takeChanges().spans.values()) {
      spans.delete(span.id);
      spans.set(span.id, span);
    }
    const over = Math.max(0, spans.size - liveBounds.spans);
    for (const id of spans.keys().take(over).toArray()) spans.delete(id);
  };
  while (at < startedAt + liveBounds.spanMs) step();
  const states = Array.from({ length: made }, (_, version) => {
    step();
    return stateOf(traffic, new Map(spans), { at, version });
  });
  return (update) => {
    const state = states[update % made];
    if (state === undefined) throw new RangeError(`There is no state ${update}.`);
    return { ...state, version: update };
  };
}

function stateOf(
  traffic: FakeTraffic,
  spans: ReadonlyMap<string, Span>,
  { at, version }: { readonly at: number; readonly version: number },
): LiveState {
  const row = (request: FakeRequest) => request.row;
  const { slots } = emptyLiveData.metrics;
  return {
    ...emptyLiveData,
    bootId: "bench",
    at,
    metrics: { ...emptyLiveData.metrics, activeRequests: traffic.active.size, slots },
    requests: new Map(traffic.active.values().map((request) => [request.row.id, request.row])),
    recent: traffic.recent.map(row),
    spans,
    connection: { status: "live", since: startedAt, lastMessageAt: at },
    past: null,
    loaded: true,
    waiting: 0,
    pausedUntil: null,
    paintMs: frameMs,
    serverNow: () => at,
    version,
  };
}
