import type { PastPicture } from "@signalbox/api-contract";
import { emptyLiveData, type LiveState, type PastStanding } from "./live-state.ts";
import { paintPaceBounds } from "./paint-pace.ts";

/** A standing that is of a moment. */
export type PastOf = PastStanding & { readonly at: number };

/** A picture of a past moment as the state that pages read: its clock stands still at that moment. */
export function pastStateOf(picture: PastPicture, past: PastOf, version: number): LiveState {
  const { metrics, verdict, requestsNotShown, recent, events, models } = picture;
  return {
    ...emptyPast(past, version),
    node: picture.node ?? "",
    gatewayVersion: picture.version ?? "",
    bootId: picture.bootId ?? "",
    metrics,
    verdict,
    past: { ...past, gaps: picture.gaps },
    requests: new Map(picture.requests.map((row) => [row.id, row])),
    requestsNotShown,
    recent,
    spans: new Map(picture.spans.map((span) => [span.id, span])),
    events,
    models,
    health: healthOf(picture),
    loaded: true,
  };
}

/** What was kept of it: each component's state. Without any, how they were is not known. */
function healthOf({ components, metrics }: PastPicture): LiveState["health"] {
  const found = components ?? [];
  const status = (["error", "warn"] as const).find((bad) => found.some((c) => c.status === bad));
  const { uptime } = metrics;
  return { ...emptyLiveData.health, components: found, status: status ?? "ok", uptime };
}

/** A moment of which nothing is known, or nothing yet. */
export function emptyPast(past: PastOf, version: number): LiveState {
  const { at } = past;
  return {
    ...emptyLiveData,
    at,
    connection: { status: "past", since: at, lastMessageAt: null },
    past,
    loaded: false,
    waiting: 0,
    pausedUntil: null,
    paintMs: paintPaceBounds.usualMs,
    version,
    serverNow: () => at,
  };
}
