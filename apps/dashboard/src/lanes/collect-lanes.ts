import type { LaneRow, RequestRow, Span } from "@signalbox/api-contract";
import { oneShotBars, serialBars, type SpanMarks } from "./bars.ts";
import type { Bar, Block, DrawnLane } from "./drawn-lane.ts";
import type { LaneName, LaneNames } from "./lane-names.ts";
import { noStoredSpans, type StoredSpans } from "./stored-spans.ts";

/** What the lanes are drawn from: the live state, and what is stored of the window before it. */
export interface LaneSource {
  readonly requests: ReadonlyMap<string, RequestRow>;
  readonly recent: readonly RequestRow[];
  readonly spans: ReadonlyMap<string, Span>;
  readonly stored?: StoredSpans;
  /** Lanes that are held stand in the picture with nothing in them too. */
  readonly held?: readonly Pick<LaneRow, "lane" | "label">[];
}

export interface CollectWish {
  /** Spans that ended before it are out of the picture… */
  readonly from: number;
  /** …and so are those that began after it. */
  readonly to?: number;
  /** The window ends now, so that what waits now is told. */
  readonly isNow?: boolean;
}

interface Draft {
  readonly name: LaneName;
  readonly lane: string;
  readonly spans: Span[];
  waiters: number;
  isRunning: boolean;
  hasFailed: boolean;
  hasReal: boolean;
  hasPractice: boolean;
  lastActiveAt: number;
  block: Block | null;
}

/** Sorts the spans of a window into lanes. */
export function collectLanes(
  source: LaneSource,
  names: LaneNames,
  { from, to = Infinity, isNow = true }: CollectWish,
): DrawnLane[] {
  const { stored = noStoredSpans, held = [] } = source;
  const drafts = new Map<string, Draft>();
  const lanes = new Set<string>();
  for (const row of source.recent) names.learn(row);
  for (const request of stored.requests) names.learn(request);
  for (const row of source.requests.values()) {
    lanes.add(row.lane);
    const name = names.learn(row);
    if (isNow) addRequest(draftFor(drafts, name, row.lane), row);
  }
  for (const span of source.spans.values()) names.learnFromSpan(span);
  const add = (span: Span): void => {
    if ((span.endedAt !== null && span.endedAt < from) || span.startedAt > to) return;
    lanes.add(span.lane);
    addSpan(draftFor(drafts, names.of(span), span.lane), span);
  };
  for (const span of source.spans.values()) add(span);
  // Of what both know, the live state knows more.
  for (const span of stored.spans.values()) {
    if (!source.spans.has(span.id)) add(span);
  }
  for (const row of [...source.requests.values(), ...source.recent, ...stored.requests]) {
    tellPractice(drafts.get(names.keyOf(row.lane)), row.practice);
  }
  for (const { lane, label } of held) {
    lanes.add(lane);
    draftFor(drafts, names.learn({ lane, laneLabel: label, oneShot: false }), lane);
  }
  names.forgetAllBut(lanes);
  const marks: SpanMarks = {
    isWhole: ({ id }) => stored.wholes.has(id),
    isInterrupted: ({ requestId }) => stored.interrupted.has(requestId),
  };
  return Array.from(drafts.values(), (draft) => finish(draft, marks));
}

function draftFor(drafts: Map<string, Draft>, name: LaneName, lane: string): Draft {
  const known = drafts.get(name.key);
  if (known !== undefined) return known;
  const draft: Draft = {
    name,
    lane,
    spans: [],
    waiters: 0,
    isRunning: false,
    hasFailed: false,
    hasReal: false,
    hasPractice: false,
    lastActiveAt: Number.NEGATIVE_INFINITY,
    block: null,
  };
  drafts.set(name.key, draft);
  return draft;
}

function tellPractice(draft: Draft | undefined, isPractice: boolean): void {
  if (draft === undefined) return;
  if (isPractice) draft.hasPractice = true;
  else draft.hasReal = true;
}

function addRequest(draft: Draft, row: RequestRow): void {
  draft.lastActiveAt = Math.max(draft.lastActiveAt, row.phaseSince ?? row.startedAt);
  if (row.state === "running") draft.isRunning = true;
  // One that runs may wait too: for its provider, its breaker, or an operator.
  if (row.state !== "queued" && row.phase !== "queued") return;
  if (row.state === "queued") draft.waiters += 1;
  const since = row.phaseSince ?? row.startedAt;
  if (draft.block !== null && draft.block.since <= since) return;
  draft.block = {
    requestId: row.id,
    waitsFor: row.phaseDetail ?? "lane",
    since,
    isQueued: row.state === "queued",
    blockedBy: row.blockedBy,
    model: row.model === null ? null : [row.provider, row.model].filter(Boolean).join("/"),
  };
}

function addSpan(draft: Draft, span: Span): void {
  draft.spans.push(span);
  if (span.status === "failed") draft.hasFailed = true;
  if (span.endedAt === null && span.kind !== "queue") draft.isRunning = true;
  draft.lastActiveAt = Math.max(draft.lastActiveAt, span.endedAt ?? Number.POSITIVE_INFINITY);
}

function finish(draft: Draft, marks: SpanMarks): DrawnLane {
  const { name, lane, spans, waiters, isRunning, hasFailed, lastActiveAt, block } = draft;
  const isPractice = draft.hasPractice && !draft.hasReal;
  const told = { ...name, spans, waiters, isRunning, hasFailed, isPractice, lastActiveAt, block };
  // Of thousands of lanes few are in sight: only those are laid out.
  if (name.oneShot) {
    let laid: ReturnType<typeof oneShotBars> | undefined;
    const layOut = () => (laid ??= oneShotBars(spans, marks));
    return {
      ...told,
      lane: null,
      get depth() {
        return layOut().depth;
      },
      get bars() {
        return layOut().bars;
      },
    };
  }
  let bars: readonly Bar[] | undefined;
  return {
    ...told,
    lane,
    depth: 1,
    get bars() {
      bars ??= serialBars(spans, marks);
      return bars;
    },
  };
}
