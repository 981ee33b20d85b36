import type { RequestRow, Span } from "@signalbox/api-contract";
import { oneShotBars, serialBars } from "./bars.ts";
import type { Block, DrawnLane } from "./drawn-lane.ts";
import type { LaneName, LaneNames } from "./lane-names.ts";

/** What of the live state the lanes are drawn from. */
export interface LaneSource {
  readonly requests: ReadonlyMap<string, RequestRow>;
  readonly recent: readonly RequestRow[];
  readonly spans: ReadonlyMap<string, Span>;
}

interface Draft {
  readonly name: LaneName;
  readonly spans: Span[];
  waiters: number;
  lastActiveAt: number;
  block: Block | null;
}

/** Sorts the spans of the live state into lanes. Spans that ended before `from` are out of the picture. */
export function collectLanes(source: LaneSource, names: LaneNames, from: number): DrawnLane[] {
  const drafts = new Map<string, Draft>();
  const lanes = new Set<string>();
  for (const row of source.recent) names.learn(row);
  for (const row of source.requests.values()) {
    lanes.add(row.lane);
    addRequest(draftFor(drafts, names.learn(row)), row);
  }
  for (const span of source.spans.values()) names.learnFromSpan(span);
  for (const span of source.spans.values()) {
    if (span.endedAt !== null && span.endedAt < from) continue;
    lanes.add(span.lane);
    addSpan(draftFor(drafts, names.of(span)), span);
  }
  names.forgetAllBut(lanes);
  return [...drafts.values()].map(finish);
}

function draftFor(drafts: Map<string, Draft>, name: LaneName): Draft {
  const known = drafts.get(name.key);
  if (known !== undefined) return known;
  const draft: Draft = {
    name,
    spans: [],
    waiters: 0,
    lastActiveAt: Number.NEGATIVE_INFINITY,
    block: null,
  };
  drafts.set(name.key, draft);
  return draft;
}

function addRequest(draft: Draft, row: RequestRow): void {
  draft.lastActiveAt = Math.max(draft.lastActiveAt, row.phaseSince ?? row.startedAt);
  // One that runs may wait too: for its provider, its breaker, or an operator.
  if (row.state !== "queued" && row.phase !== "queued") return;
  if (row.state === "queued") draft.waiters += 1;
  const since = row.phaseSince ?? row.startedAt;
  if (draft.block !== null && draft.block.since <= since) return;
  draft.block = {
    requestId: row.id,
    waitsFor: row.phaseDetail ?? "lane",
    since,
    blockedBy: row.blockedBy,
  };
}

function addSpan(draft: Draft, span: Span): void {
  draft.spans.push(span);
  draft.lastActiveAt = Math.max(draft.lastActiveAt, span.endedAt ?? Number.POSITIVE_INFINITY);
}

function finish({ name, spans, waiters, lastActiveAt, block }: Draft): DrawnLane {
  const { bars, depth } = name.oneShot ? oneShotBars(spans) : { bars: serialBars(spans), depth: 1 };
  return { ...name, waiters, lastActiveAt, block, depth, bars };
}
