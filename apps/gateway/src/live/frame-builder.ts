import type { LiveFrame, LiveSnapshot, RequestRow } from "@signalbox/api-contract";
import type { Clock } from "../clock.ts";
import {
  outputTokensOf,
  toSpan,
  type EventLog,
  type RequestLog,
  type RequestRecord,
} from "../recorder/index.ts";
import type { ChangeSet } from "./change-set.ts";
import type { LiveSources } from "./live-sources.ts";

/** Rows of requests in flight a dashboard holds; the oldest ones, which matter most. */
const maxShown = 500;
/** What one frame tells of at most keeps it below 64 KiB; the rest waits for the next. */
const most = { upsert: 30, ended: 20, spans: 60, events: 25 } as const;
const recentInSnapshot = 100;
const eventsInSnapshot = 100;
const spansInSnapshot = 3_000;
const lanesWindowMs = 60_000;
/** What is derived from many facts at once is told this often. */
const slowPartsEveryMs = 1_000;

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
  #slowPartsAt = Number.NEGATIVE_INFINITY;
  #notShown = 0;

  constructor(options: FrameBuilderOptions) {
    this.#options = options;
  }

  frame(seq: number, frameMs: number): LiveFrame {
    const { clock, changes, log, sources } = this.#options;
    const upsert = this.#rows(changes.takeRequests(most.upsert));
    const ended = this.#rows(changes.takeEnded(most.ended));
    const spans = changes.takeSpans(most.spans).map(({ record, span }) => toSpan(record, span));
    const events = changes.takeEvents(most.events);
    const tokens = this.#tokens(upsert);
    for (const { id } of ended) this.#tokensTold.delete(id);
    const notShown = Math.max(0, log.active.size - maxShown);
    const frame: LiveFrame = {
      type: "frame",
      seq,
      at: clock.now(),
      metrics: sources.metrics(),
      frameMs,
      ...(upsert.length > 0 && { upsert }),
      ...(ended.length > 0 && { ended }),
      ...(spans.length > 0 && { spans }),
      ...(events.length > 0 && { events }),
      ...(tokens !== null && { tokens }),
      ...(notShown !== this.#notShown && { requestsNotShown: notShown }),
      ...this.#slowParts(),
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
  #tokens(sent: readonly RequestRow[]): Record<string, number> | null {
    for (const { id, outputTokens } of sent) this.#tokensTold.set(id, outputTokens);
    const changed: [string, number][] = [];
    for (const [id, record] of this.#options.log.active.entries().take(maxShown)) {
      if (record.running === null) continue;
      const tokens = outputTokensOf(record);
      if (tokens === (this.#tokensTold.get(id) ?? 0)) continue;
      this.#tokensTold.set(id, tokens);
      changed.push([id, tokens]);
    }
    if (changed.length === 0) return null;
    return Object.fromEntries(changed);
  }

  #slowParts() {
    const { clock, sources } = this.#options;
    const mono = clock.mono();
    if (mono - this.#slowPartsAt < slowPartsEveryMs) return {};
    this.#slowPartsAt = mono;
    return {
      health: sources.health(),
      verdict: sources.verdict(),
      models: sources.models(),
      points: sources.newestPoints(),
    };
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
