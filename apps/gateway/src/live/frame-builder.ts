import type { LiveFrame, LiveSnapshot, RequestRow, SystemEvent } from "@signalbox/api-contract";
import type { Clock } from "../clock.ts";
import {
  outputTokensOf,
  toSpan,
  type EventLog,
  type RequestLog,
  type RequestRecord,
} from "../recorder/index.ts";
import { ByteBudget } from "./byte-budget.ts";
import type { ChangedSpan, ChangeSet } from "./change-set.ts";
import type { LiveSources } from "./live-sources.ts";

/** Rows of requests in flight a dashboard holds; the oldest ones, which matter most. */
const maxShown = 500;
/** A frame's bytes; what does not fit waits for the next one. */
const maxFrameBytes = 64 * 1024;
/** Of what the parts before it left: first whatever keeps rows from being wrong for good. */
const share = {
  models: 0.25,
  ended: 0.5,
  upsert: 0.5,
  events: 0.3,
  spans: 0.8,
  tokens: 0.9,
} as const;
/** Names of the parts, braces and commas. */
const frameItselfBytes = 256;
const recentInSnapshot = 100;
const eventsInSnapshot = 100;
const spansInSnapshot = 3_000;
const lanesWindowMs = 60_000;
/** What is derived from many facts at once is told this often. */
const slowPartsEveryMs = 1_000;
/**
 * Told in turn where frames come fast enough, so that none is heavier than the rest: figures over time, and how
 * everything stands, whose parts tell of one another.
 */
const slowParts = ["points", "standing"] as const;
type SlowPart = (typeof slowParts)[number];

export interface FrameBuilderOptions {
  readonly bootId: string;
  readonly clock: Clock;
  readonly log: RequestLog;
  readonly events: EventLog;
  readonly changes: ChangeSet;
  readonly sources: LiveSources;
}

/** Builds frames and snapshots from the picture of requests and what changed in it. */
export class FrameBuilder {
  readonly #options: FrameBuilderOptions;
  readonly #tokensTold = new Map<string, number>();
  readonly #slowPartsAt = new Map<SlowPart, number>();
  #notShown = 0;

  constructor(options: FrameBuilderOptions) {
    this.#options = options;
  }

  frame(seq: number, frameMs: number): LiveFrame {
    const { clock, changes, log, sources } = this.#options;
    const budget = new ByteBudget(maxFrameBytes - frameItselfBytes);
    const metrics = sources.metrics();
    budget.spend(metrics);
    const slow = this.#slowParts(budget, frameMs);
    const toRow = (record: RequestRecord): RequestRow => log.row(record);
    const ended = budget.fill(share.ended, (take) => changes.giveEnded(take), toRow);
    const upsert = budget.fill(share.upsert, (take) => changes.giveRequests(take), toRow);
    const events = budget.fill(share.events, (take) => changes.giveEvents(take), asIs<SystemEvent>);
    const spans = budget.fill(
      share.spans,
      (take) => changes.giveSpans(take),
      ({ record, span }: ChangedSpan) => toSpan(record, span),
    );
    const tokens = this.#tokens(upsert, budget);
    for (const { id } of ended) this.#tokensTold.delete(id);
    const notShown = Math.max(0, log.active.size - maxShown);
    const frame: LiveFrame = {
      type: "frame",
      seq,
      at: clock.now(),
      metrics,
      frameMs,
      ...(upsert.length > 0 && { upsert }),
      ...(ended.length > 0 && { ended }),
      ...(spans.length > 0 && { spans }),
      ...(events.length > 0 && { events }),
      ...(tokens !== null && { tokens }),
      ...(notShown !== this.#notShown && { requestsNotShown: notShown }),
      ...slow,
    };
    this.#notShown = notShown;
    return frame;
  }

  snapshot(seq: number, frameMs: number): LiveSnapshot {
    const { bootId, clock, events, log, sources } = this.#options;
    const now = clock.now();
    const newest = events.newest();
    return {
      type: "snapshot",
      bootId,
      seq,
      at: now,
      node: sources.node,
      version: sources.version,
      metrics: sources.metrics(),
      health: sources.health(),
      verdict: sources.verdict(),
      requests: this.#rows(log.active.values().take(maxShown)),
      requestsNotShown: Math.max(0, log.active.size - maxShown),
      recent: this.#rows(log.ended().take(recentInSnapshot)),
      spans: this.#spansSince(now - lanesWindowMs),
      events: Array.from(newest.take(eventsInSnapshot), ({ event }) => event),
      series: sources.series(),
      models: sources.models(),
      frameMs,
    };
  }

  #rows(records: Iterable<RequestRecord>): RequestRow[] {
    return Array.from(records, (record) => this.#options.log.row(record));
  }

  /** Tokens so far of the shown ones that stream, where the count changed and the row is not sent anyway. */
  #tokens(sent: readonly RequestRow[], budget: ByteBudget): Record<string, number> | null {
    for (const { id, outputTokens } of sent) this.#tokensTold.set(id, outputTokens);
    const changed = this.#changedTokens().toArray();
    if (changed.length === 0) return null;
    const told = budget.fill(share.tokens, giveAll(changed), asIs);
    for (const [id, tokens] of told) this.#tokensTold.set(id, tokens);
    return Object.fromEntries(told);
  }

  *#changedTokens(): Generator<[string, number]> {
    for (const [id, record] of this.#options.log.active.entries().take(maxShown)) {
      if (record.running === null) continue;
      const tokens = outputTokensOf(record);
      if (tokens !== (this.#tokensTold.get(id) ?? 0)) yield [id, tokens];
    }
  }

  /** Those whose turn it is: with the usual frames one in each. */
  #slowParts(budget: ByteBudget, frameMs: number): Partial<LiveFrame> {
    const { clock, sources } = this.#options;
    const mono = clock.mono();
    const most = Math.ceil((slowParts.length * frameMs) / slowPartsEveryMs);
    const told = (part: SlowPart): number => this.#slowPartsAt.get(part) ?? -Infinity;
    const due = slowParts
      // A frame comes a little early or late.
      .filter((part) => mono - told(part) >= slowPartsEveryMs - frameMs / 2)
      .toSorted((a, b) => told(a) - told(b))
      .slice(0, most);
    for (const part of due) this.#slowPartsAt.set(part, mono);
    const points = due.includes("points") ? { points: sources.newestPoints() } : {};
    budget.spend(points);
    if (!due.includes("standing")) return points;
    const standing = { health: sources.health(), verdict: sources.verdict() };
    budget.spend(standing);
    // The worst come first.
    const models = budget.fill(share.models, giveAll(sources.models()), asIs);
    return { ...points, ...standing, models };
  }

  /** What ran at some time since then, the newest requests first where there is too much of it. */
  #spansSince(since: number) {
    const { log } = this.#options;
    const spans: ReturnType<typeof toSpan>[] = [];
    const add = (record: RequestRecord): boolean => {
      for (const span of record.spans) {
        if (span.endedAt === null || span.endedAt >= since) spans.push(toSpan(record, span));
      }
      return spans.length < spansInSnapshot;
    };
    for (const record of log.active.values()) if (!add(record)) return spans;
    for (const record of log.ended()) {
      if ((record.endedAt ?? 0) < since || !add(record)) break;
    }
    return spans;
  }
}

function giveAll<T>(items: readonly T[]) {
  return (take: (item: T) => boolean): void => {
    items.every((item) => take(item));
  };
}

function asIs<T>(value: T): T {
  return value;
}
