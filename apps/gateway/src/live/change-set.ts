import type { SystemEvent } from "@signalbox/api-contract";
import type { FactSink, RequestRecord, SpanRecord, StampedFact } from "../recorder/index.ts";

/**
 * What waits for a frame is bounded; beyond it the oldest is left out and counted. A request whose end
 * was left out would stay on every page for good, so then a snapshot has to tell of all.
 */
const maxWaiting = 1_000;

export interface ChangedSpan {
  readonly record: RequestRecord;
  readonly span: SpanRecord;
}

/** What changed since the last frame: each thing once, however often it changed. */
export class ChangeSet implements FactSink {
  readonly #find: (requestId: string) => RequestRecord | undefined;
  readonly #requests = new Map<string, RequestRecord>();
  readonly #ended = new Map<string, RequestRecord>();
  readonly #spans = new Map<string, ChangedSpan>();
  readonly #events: SystemEvent[] = [];
  readonly #bootId: string;
  #dropped = 0;
  #hasLostEnds = false;

  constructor(bootId: string, find: (requestId: string) => RequestRecord | undefined) {
    this.#bootId = bootId;
    this.#find = find;
  }

  /** Changes that no frame told of, because too many came at once. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Requests ended of which no frame will tell. */
  get hasLostEnds(): boolean {
    return this.#hasLostEnds;
  }

  get isEmpty(): boolean {
    return (
      this.#requests.size + this.#ended.size + this.#spans.size === 0 && this.#events.length === 0
    );
  }

  apply({ fact, seq, at }: StampedFact): void {
    if (fact.type === "event") {
      const { type: _, ...event } = fact;
      this.#events.push({ id: `${this.#bootId}:${seq}`, timestamp: at, ...event });
      if (this.#events.length > maxWaiting) this.#forget(() => this.#events.shift());
      return;
    }
    const id = fact.type === "request.queued" ? fact.request.id : requestIdOf(fact);
    const record = id === null ? undefined : this.#find(id);
    if (id === null || record === undefined) return;
    if (record.state === "ended") {
      this.#requests.delete(id);
      this.#hasLostEnds ||= this.#ended.size >= maxWaiting;
      this.#put(this.#ended, id, record);
    } else {
      this.#put(this.#requests, id, record);
    }
    this.#noteSpans(record, fact);
  }

  /** Hands out what waits, the oldest first, until it is not taken. */
  giveRequests(take: (record: RequestRecord) => boolean): void {
    give(this.#requests, take);
  }

  giveEnded(take: (record: RequestRecord) => boolean): void {
    give(this.#ended, take);
  }

  giveSpans(take: (changed: ChangedSpan) => boolean): void {
    give(this.#spans, take);
  }

  giveEvents(take: (event: SystemEvent) => boolean): void {
    const refused = this.#events.findIndex((event) => !take(event));
    this.#events.splice(0, refused === -1 ? this.#events.length : refused);
  }

  clear(): void {
    this.#requests.clear();
    this.#ended.clear();
    this.#spans.clear();
    this.#events.length = 0;
    this.#hasLostEnds = false;
  }

  /** The end of a request closes every span it left open; other facts touch its newest ones. */
  #noteSpans(record: RequestRecord, fact: StampedFact["fact"]): void {
    if (fact.type === "request.ended") {
      for (const span of record.spans) {
        if (span.endedAt === record.endedAt) this.#put(this.#spans, span.id, { record, span });
      }
      return;
    }
    const id = "spanId" in fact ? fact.spanId : record.spans[0]?.id;
    const span = record.spans.findLast((candidate) => candidate.id === id);
    if (span === undefined) return;
    const waited = record.spans.at(-2);
    // The wait before it has ended with its beginning.
    if (span === record.spans.at(-1) && waited?.endedAt === span.startedAt) {
      this.#put(this.#spans, waited.id, { record, span: waited });
    }
    this.#put(this.#spans, span.id, { record, span });
  }

  #put<T>(map: Map<string, T>, key: string, value: T): void {
    map.set(key, value);
    if (map.size <= maxWaiting) return;
    this.#forget(() => {
      const oldest = map.keys().next();
      if (oldest.done !== true) map.delete(oldest.value);
    });
  }

  #forget(drop: () => void): void {
    drop();
    this.#dropped += 1;
  }
}

function requestIdOf(fact: StampedFact["fact"]): string | null {
  return "requestId" in fact ? (fact.requestId ?? null) : null;
}

function give<T>(map: Map<string, T>, take: (value: T) => boolean): void {
  for (const [key, value] of map) {
    if (!take(value)) return;
    map.delete(key);
  }
}
