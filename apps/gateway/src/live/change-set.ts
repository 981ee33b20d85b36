import type { SystemEvent } from "@signalbox/api-contract";
import type { FactSink, RequestRecord, SpanRecord, StampedFact } from "../recorder/index.ts";

/** What waits for a frame is bounded; beyond it the oldest is left out and counted. */
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

  constructor(bootId: string, find: (requestId: string) => RequestRecord | undefined) {
    this.#bootId = bootId;
    this.#find = find;
  }

  /** Changes that no frame told of, because too many came at once. */
  get dropped(): number {
    return this.#dropped;
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
      this.#put(this.#ended, id, record);
    } else {
      this.#put(this.#requests, id, record);
    }
    this.#noteSpans(record, fact);
  }

  takeRequests(most: number): RequestRecord[] {
    return takeFrom(this.#requests, most);
  }

  takeEnded(most: number): RequestRecord[] {
    return takeFrom(this.#ended, most);
  }

  takeSpans(most: number): ChangedSpan[] {
    return takeFrom(this.#spans, most);
  }

  /** Oldest first. */
  takeEvents(most: number): SystemEvent[] {
    return this.#events.splice(0, most);
  }

  clear(): void {
    this.#requests.clear();
    this.#ended.clear();
    this.#spans.clear();
    this.#events.length = 0;
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
    if (span !== undefined) this.#put(this.#spans, span.id, { record, span });
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

function takeFrom<T>(map: Map<string, T>, most: number): T[] {
  const taken: T[] = [];
  for (const [key, value] of map) {
    if (taken.length >= most) break;
    taken.push(value);
    map.delete(key);
  }
  return taken;
}
