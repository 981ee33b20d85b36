import type { LaneRequest, Span } from "@signalbox/api-contract";

/** Requests of a past window as spans, and what is told of them beside. */
export interface StoredSpans {
  readonly requests: readonly LaneRequest[];
  readonly spans: ReadonlyMap<string, Span>;
  /** Spans that stand for a whole request. */
  readonly wholes: ReadonlySet<string>;
  readonly interrupted: ReadonlySet<string>;
}

export const noStoredSpans: StoredSpans = {
  requests: [],
  spans: new Map(),
  wholes: new Set(),
  interrupted: new Set(),
};

/** A request whose spans were left out, for they would be too short to be seen, becomes one span. */
export function storedSpans(requests: readonly LaneRequest[]): StoredSpans {
  const spans = new Map<string, Span>();
  const wholes = new Set<string>();
  const interrupted = new Set<string>();
  for (const request of requests) {
    const { id: requestId, lane, outcome } = request;
    if (outcome === "interrupted") interrupted.add(requestId);
    for (const span of request.spans) spans.set(span.id, { ...span, requestId, lane });
    if (request.spans.length > 0) continue;
    const whole = wholeOf(request);
    spans.set(whole.id, whole);
    wholes.add(whole.id);
  }
  return { requests, spans, wholes, interrupted };
}

const statuses = {
  ok: "ok",
  failed: "failed",
  cancelled: "cancelled",
  interrupted: "cancelled",
} as const;

function wholeOf({ id, lane, startedAt, endedAt, outcome, errorKind }: LaneRequest): Span {
  return {
    // No span of a request is called like it.
    id: `${id} whole`,
    requestId: id,
    lane,
    kind: "attempt",
    name: "",
    startedAt,
    firstTokenAt: null,
    endedAt,
    status: outcome === null ? "running" : statuses[outcome],
    errorKind,
    waitsFor: null,
    modelCall: null,
    attempt: null,
  };
}
