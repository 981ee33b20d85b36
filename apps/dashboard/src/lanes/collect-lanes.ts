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

/** Sorts the spans of a window into lanes. */
export function collectLanes(
  source: LaneSource,
  names: LaneNames,
  { from, to = Infinity, isNow = true }: CollectWish,
): DrawnLane[] {
  const { stored = noStoredSpans, held = [] } = source;
  const marks: SpanMarks = {
    isWhole: ({ id }) => stored.wholes.has(id),
    isInterrupted: ({ requestId }) => stored.interrupted.has(requestId),
  };
  const drawn = new Map<string, CollectedLane>();
  /** The same by the lanes that they are drawn for: thousands of spans are of hundreds of lanes. */
  const byLane = new Map<string, CollectedLane>();
  const lanes = new Set<string>();
  const laneFor = (name: LaneName, lane: string): CollectedLane => {
    const found = drawn.get(name.key) ?? new CollectedLane(name, lane, marks);
    drawn.set(name.key, found);
    byLane.set(lane, found);
    lanes.add(lane);
    return found;
  };
  const tellPractice = ({ lane, practice }: Pick<RequestRow, "lane" | "practice">): void => {
    const found = byLane.get(lane) ?? drawn.get(names.keyOf(lane));
    found?.tellPractice(practice);
  };
  for (const row of source.recent) names.learn(row);
  for (const request of stored.requests) names.learn(request);
  for (const row of source.requests.values()) {
    const name = names.learn(row);
    if (isNow) (byLane.get(row.lane) ?? laneFor(name, row.lane)).addRequest(row);
    else lanes.add(row.lane);
  }
  for (const span of source.spans.values()) names.learnFromSpan(span);
  const add = (span: Span): void => {
    if ((span.endedAt !== null && span.endedAt < from) || span.startedAt > to) return;
    (byLane.get(span.lane) ?? laneFor(names.of(span), span.lane)).addSpan(span);
  };
  for (const span of source.spans.values()) add(span);
  // Of what both know, the live state knows more.
  for (const span of stored.spans.values()) {
    if (!source.spans.has(span.id)) add(span);
  }
  for (const row of source.requests.values()) tellPractice(row);
  for (const row of source.recent) tellPractice(row);
  for (const request of stored.requests) tellPractice(request);
  for (const { lane, label } of held) {
    laneFor(names.learn({ lane, laneLabel: label, oneShot: false }), lane);
  }
  names.forgetAllBut(lanes);
  return [...drawn.values()];
}

/** A row of the picture, made of what is found of it one by one. */
class CollectedLane implements DrawnLane {
  readonly key: string;
  readonly label: string;
  readonly oneShot: boolean;
  readonly lane: string | null;
  readonly spans: Span[] = [];
  waiters = 0;
  isRunning = false;
  hasFailed = false;
  lastActiveAt = Number.NEGATIVE_INFINITY;
  block: Block | null = null;
  readonly #marks: SpanMarks;
  #hasReal = false;
  #hasPractice = false;
  #laid: { readonly bars: readonly Bar[]; readonly depth: number } | null = null;

  constructor({ key, label, oneShot }: LaneName, lane: string, marks: SpanMarks) {
    this.key = key;
    this.label = label;
    this.oneShot = oneShot;
    this.lane = oneShot ? null : lane;
    this.#marks = marks;
  }

  get isPractice(): boolean {
    return this.#hasPractice && !this.#hasReal;
  }

  get depth(): number {
    return this.oneShot ? this.#layOut().depth : 1;
  }

  get bars(): readonly Bar[] {
    return this.#layOut().bars;
  }

  tellPractice(isPractice: boolean): void {
    if (isPractice) this.#hasPractice = true;
    else this.#hasReal = true;
  }

  addRequest(row: RequestRow): void {
    const since = row.phaseSince ?? row.startedAt;
    this.lastActiveAt = Math.max(this.lastActiveAt, since);
    if (row.state === "running") this.isRunning = true;
    // One that runs may wait too: for its provider, its breaker, or an operator.
    if (row.state !== "queued" && row.phase !== "queued") return;
    if (row.state === "queued") this.waiters += 1;
    if (this.block !== null && this.block.since <= since) return;
    this.block = {
      requestId: row.id,
      waitsFor: row.phaseDetail ?? "lane",
      since,
      isQueued: row.state === "queued",
      blockedBy: row.blockedBy,
      model: row.model === null ? null : [row.provider, row.model].filter(Boolean).join("/"),
    };
  }

  addSpan(span: Span): void {
    this.spans.push(span);
    if (span.status === "failed") this.hasFailed = true;
    if (span.endedAt === null && span.kind !== "queue") this.isRunning = true;
    this.lastActiveAt = Math.max(this.lastActiveAt, span.endedAt ?? Number.POSITIVE_INFINITY);
  }

  /** Of thousands of lanes few are in sight: only those are laid out. */
  #layOut(): { readonly bars: readonly Bar[]; readonly depth: number } {
    this.#laid ??= this.oneShot
      ? oneShotBars(this.spans, this.#marks)
      : { bars: serialBars(this.spans, this.#marks), depth: 1 };
    return this.#laid;
  }
}
