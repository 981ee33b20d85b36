import type {
  LaneSpans,
  LaneSpansInput,
  PastPicture,
  RequestList,
  RequestListInput,
  RequestRow,
  Span,
} from "@signalbox/api-contract";
import { fakeHealth, fakeMetrics, fakeModels, fakeVerdict } from "./fake-standing.ts";
import type { FakeRequest } from "./fake-request.ts";
import type { FakeTraffic } from "./fake-traffic.ts";

const spanMs = 60_000;
const mostRecent = 100;

export interface FakePastOptions {
  readonly traffic: FakeTraffic;
  readonly bootId: string;
  /** When the incident begins; null for a quiet day. */
  readonly since: number | null;
  /** Before it nothing is known. */
  readonly begin: number;
}

/** How the fake traffic stood at a moment, worked out from the spans it left. */
export function pictureAt(
  { traffic, bootId, since, begin }: FakePastOptions,
  t: number,
): PastPicture {
  const isKnown = t >= begin;
  const all = isKnown ? everything(traffic).filter(({ row }) => row.startedAt <= t) : [];
  const inFlight = all.filter(({ row }) => row.endedAt === null || row.endedAt > t);
  const requests = inFlight.map((request) => rowAt(request, t));
  const waiting = requests.filter(({ state }) => state === "queued");
  const recent = all
    .map(({ row }) => row)
    .filter(({ endedAt }) => endedAt !== null && endedAt <= t);
  const metrics = fakeMetrics(traffic, t, (t - begin) / 1_000);
  return {
    t,
    isKnown,
    why: isKnown ? null : "The gateway had not been started then.",
    bootId: isKnown ? bootId : null,
    node: isKnown ? "signalbox-1" : null,
    version: isKnown ? "0.1.0" : null,
    metrics: {
      ...metrics,
      activeRequests: requests.length,
      queueDepth: waiting.length,
      oldestWaitMs: Math.max(0, ...waiting.map(({ startedAt }) => t - startedAt)),
      slots: { used: requests.length - waiting.length, total: 64 },
    },
    verdict: fakeVerdict(traffic, t, since),
    requests,
    requestsNotShown: 0,
    recent: recent.toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0)).slice(0, mostRecent),
    spans: all.flatMap(({ spans }) => spans.flatMap((span) => spanAt(span, t))),
    gaps: [],
    lanes: [],
    events: traffic.events.filter(({ timestamp }) => isKnown && timestamp <= t).slice(0, 100),
    models: isKnown ? fakeModels(traffic, t) : [],
    components: isKnown ? fakeHealth(bootId, 0).components : null,
  };
}

/** Page by page in the order of acceptance, as far as the fake traffic remembers. */
export function listRequests(traffic: FakeTraffic, input: RequestListInput): RequestList {
  const { from = 0, to = Infinity, outcome, state, cursor, limit } = input;
  const rows = everything(traffic)
    .map(({ row }) => row)
    .filter((row) => row.startedAt <= to && (row.endedAt ?? Infinity) >= from)
    .filter((row) => outcome === undefined || row.outcome === outcome)
    .filter((row) => state === undefined || row.state === state)
    .toSorted((a, b) => b.startedAt - a.startedAt);
  const start = cursor === undefined ? 0 : Number(cursor);
  const end = start + limit;
  return { requests: rows.slice(start, end), nextCursor: end < rows.length ? String(end) : null };
}

/** What was in the lanes over a window, the newest where there is too much of it. */
export function spansOver(traffic: FakeTraffic, { from, to, limit }: LaneSpansInput): LaneSpans {
  const there = everything(traffic)
    .filter(({ row }) => row.startedAt <= to && (row.endedAt ?? Infinity) >= from)
    .toSorted((a, b) => a.row.startedAt - b.row.startedAt);
  return {
    requests: there.slice(-limit).map(({ row, spans }) => Object.assign({ spans }, row)),
    total: there.length,
    isMore: false,
    gaps: [],
  };
}

function everything(traffic: FakeTraffic): FakeRequest[] {
  return [...traffic.active.values(), ...traffic.ended];
}

function rowAt({ row, spans }: FakeRequest, t: number): RequestRow {
  const span = spans.findLast(({ startedAt }) => startedAt <= t);
  const isQueued = span === undefined || span.kind === "queue";
  const isStreaming = span !== undefined && span.firstTokenAt !== null && span.firstTokenAt <= t;
  const work = span?.kind === "tool" ? span.name : isStreaming ? "streaming" : "waiting";
  return {
    ...row,
    state: isQueued ? "queued" : "running",
    phase: isQueued ? "queued" : span.kind === "tool" ? "tool" : "model",
    phaseDetail: isQueued ? "lane" : work,
    phaseSince: span?.startedAt ?? row.startedAt,
    durationMs: t - row.startedAt,
    endedAt: null,
    outcome: null,
    errorKind: null,
    errorMessage: null,
  };
}

function spanAt(span: Span, t: number): Span[] {
  if (span.startedAt > t || (span.endedAt ?? t) < t - spanMs) return [];
  if (span.endedAt !== null && span.endedAt <= t) return [span];
  const firstTokenAt = (span.firstTokenAt ?? Infinity) > t ? null : span.firstTokenAt;
  return [{ ...span, firstTokenAt, endedAt: null, status: "running", errorKind: null }];
}
