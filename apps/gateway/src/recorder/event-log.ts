import type { EventsInput, SystemEvent } from "@signalbox/api-contract";
import { hasWords, wordsOf } from "../words.ts";
import type { FactSink, StampedFact } from "./fact.ts";

const eventsKept = 500;

/** The last events with their place in the order, so that a reader can go on after any of them. */
export class EventLog implements FactSink {
  readonly #bootId: string;
  readonly #slots: (NumberedEvent | undefined)[] = Array.from({ length: eventsKept });
  #count = 0;

  constructor(bootId: string) {
    this.#bootId = bootId;
  }

  apply({ fact, seq, at }: StampedFact): void {
    if (fact.type !== "event") return;
    const { type: _, ...event } = fact;
    const full: SystemEvent = { id: `${this.#bootId}:${seq}`, timestamp: at, ...event };
    this.#slots[this.#count % eventsKept] = { seq, event: full };
    this.#count += 1;
  }

  /** Newest first. */
  *newest(): Generator<NumberedEvent> {
    const oldest = Math.max(0, this.#count - eventsKept);
    for (let index = this.#count - 1; index >= oldest; index -= 1) {
      const slot = this.#slots[index % eventsKept];
      if (slot !== undefined) yield slot;
    }
  }

  /** Those after `seq`, oldest first. */
  after(seq: number): SystemEvent[] {
    const found: SystemEvent[] = [];
    for (const { seq: own, event } of this.newest()) {
      if (own <= seq) break;
      found.push(event);
    }
    return found.reverse();
  }

  /** The oldest that is kept; null where there is none. */
  get oldestSeq(): number | null {
    return this.#slots[this.#count > eventsKept ? this.#count % eventsKept : 0]?.seq ?? null;
  }

  get bootId(): string {
    return this.#bootId;
  }

  /** Newest first, those before `beforeSeq` as far as the filter lets them through. */
  find(filter: EventsInput, beforeSeq = Infinity): SystemEvent[] {
    const found: SystemEvent[] = [];
    for (const { seq, event } of this.newest()) {
      if (found.length >= filter.limit) break;
      if (seq >= beforeSeq) continue;
      if (matches(event, filter)) found.push(event);
    }
    return found;
  }
}

export interface NumberedEvent {
  readonly seq: number;
  readonly event: SystemEvent;
}

function matches(event: SystemEvent, filter: EventsInput): boolean {
  const { level, source, text, requestId, from, to } = filter;
  if (level !== undefined && event.level !== level) return false;
  if (requestId !== undefined && event.requestId !== requestId) return false;
  if (source !== undefined && !matchesSource(event.source, source)) return false;
  if (from !== undefined && event.timestamp < from) return false;
  if (to !== undefined && event.timestamp > to) return false;
  return text === undefined || hasWords([event.message], wordsOf(text));
}

function matchesSource(source: string, wanted: string): boolean {
  return wanted.endsWith(".") ? source.startsWith(wanted) : source === wanted;
}
