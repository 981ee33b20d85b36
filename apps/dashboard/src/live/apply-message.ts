import type {
  LiveFrame,
  LiveMessage,
  LiveSnapshot,
  OverviewPoint,
  RequestRow,
  Span,
  SystemEvent,
} from "@signalbox/api-contract";
import { liveBounds, type LiveData } from "./live-state.ts";

/** What the page knows after a message. The same object where the message changes nothing. */
export function applyMessage(data: LiveData, message: LiveMessage): LiveData {
  // What was lost comes with the snapshot that follows.
  if (message.type === "gap") return data;
  if (message.type === "snapshot") return applySnapshot(data, message);
  return message.seq <= data.seq ? data : applyFrame(data, message);
}

function applySnapshot(data: LiveData, snapshot: LiveSnapshot): LiveData {
  const sameBoot = snapshot.bootId === data.bootId;
  const sameSteps = sameBoot && snapshot.series.stepMs === data.series.stepMs;
  return {
    node: snapshot.node,
    gatewayVersion: snapshot.version,
    bootId: snapshot.bootId,
    seq: snapshot.seq,
    at: snapshot.at,
    metrics: snapshot.metrics,
    health: snapshot.health,
    verdict: snapshot.verdict,
    requests: new Map(snapshot.requests.map((row) => [row.id, row])),
    requestsNotShown: snapshot.requestsNotShown,
    recent: snapshot.recent,
    spans: applySpans(new Map(), snapshot.spans, snapshot.at),
    events: sameBoot ? mergeEvents(data.events, snapshot.events.toReversed()) : snapshot.events,
    series: {
      stepMs: snapshot.series.stepMs,
      points: sameSteps
        ? mergePoints(data.series.points, snapshot.series.points)
        : snapshot.series.points,
    },
    models: snapshot.models,
    frameMs: snapshot.frameMs,
  };
}

function applyFrame(data: LiveData, frame: LiveFrame): LiveData {
  return {
    ...data,
    seq: frame.seq,
    at: frame.at,
    metrics: frame.metrics ?? data.metrics,
    health: frame.health ?? data.health,
    verdict: frame.verdict ?? data.verdict,
    requests: applyRequests(data.requests, frame),
    requestsNotShown: frame.requestsNotShown ?? data.requestsNotShown,
    recent: applyEnded(data.recent, frame.ended),
    spans: applySpans(data.spans, frame.spans, frame.at),
    events: frame.events === undefined ? data.events : mergeEvents(data.events, frame.events),
    series:
      frame.points === undefined
        ? data.series
        : { stepMs: data.series.stepMs, points: mergePoints(data.series.points, frame.points) },
    models: frame.models ?? data.models,
    frameMs: frame.frameMs ?? data.frameMs,
  };
}

function applyRequests(
  rows: ReadonlyMap<string, RequestRow>,
  { at, upsert = [], tokens = {}, ended = [] }: LiveFrame,
): ReadonlyMap<string, RequestRow> {
  const counted = Object.entries(tokens);
  if (upsert.length + counted.length + ended.length === 0) return rows;
  const next = new Map(rows);
  for (const row of upsert) next.set(row.id, row);
  for (const [id, outputTokens] of counted) {
    const row = next.get(id);
    // To whoever comes first the gateway tells once more what the snapshot told.
    const lastTokenAt = outputTokens === row?.outputTokens ? row.lastTokenAt : at;
    if (row !== undefined) next.set(id, { ...row, outputTokens, lastTokenAt });
  }
  for (const row of ended) next.delete(row.id);
  return next;
}

function applyEnded(
  recent: readonly RequestRow[],
  ended: readonly RequestRow[] = [],
): readonly RequestRow[] {
  if (ended.length === 0) return recent;
  const ids = new Set(ended.map((row) => row.id));
  const newest = ended.toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
  return [...newest, ...recent.filter((row) => !ids.has(row.id))].slice(0, liveBounds.recent);
}

/** With those that changed, without those that ended more than 60 s before `at` and the oldest beyond the bound. */
function applySpans(
  spans: ReadonlyMap<string, Span>,
  changed: readonly Span[] = [],
  at: number,
): ReadonlyMap<string, Span> {
  const horizon = at - liveBounds.spanMs;
  const isOver = (span: Span) => span.endedAt !== null && span.endedAt < horizon;
  if (changed.length === 0 && !spans.values().some(isOver)) return spans;
  const next = new Map<string, Span>();
  for (const [id, span] of spans) if (!isOver(span)) next.set(id, span);
  for (const span of changed) if (!isOver(span)) next.set(span.id, span);
  for (const id of next.keys()) {
    if (next.size <= liveBounds.spans) break;
    next.delete(id);
  }
  return next;
}

function mergeEvents(
  newestFirst: readonly SystemEvent[],
  oldestFirst: readonly SystemEvent[],
): readonly SystemEvent[] {
  const known = new Set(newestFirst.slice(0, 2 * oldestFirst.length + 100).map(({ id }) => id));
  const fresh = oldestFirst.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return newestFirst;
  return [...fresh.toReversed(), ...newestFirst].slice(0, liveBounds.events);
}

function mergePoints(
  points: readonly OverviewPoint[],
  changed: readonly OverviewPoint[],
): OverviewPoint[] {
  const byTime = new Map([...points, ...changed].map((point) => [point.t, point]));
  const inOrder = [...byTime.values()].sort((a, b) => a.t - b.t);
  return inOrder.slice(-liveBounds.points);
}
