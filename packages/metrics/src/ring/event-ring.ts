import { epochMs } from "../intake/amount.ts";
import { copyContext } from "../intake/context.ts";
import type { EventContext } from "../intake/context.ts";
import type { Tally } from "../intake/tally.ts";
import { MAX_TEXT, name, text } from "../intake/text.ts";

/** Events kept. */
export const EVENTS_KEPT = 500;

export type EventLevel = "info" | "warn" | "error";

/** A notable thing an operator may read. */
export interface MetricsEvent {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly level: EventLevel;
  /** The part that speaks, such as "upstream". */
  readonly source: string;
  readonly message: string;
  /** Plain JSON, at most 64 values in 4 levels. */
  readonly context?: EventContext;
  readonly requestId?: string;
  readonly sessionId?: string;
}

/** What is recorded: an event whose timestamp is now unless given, with any context at all. */
export interface MetricsEventInput {
  readonly timestamp?: number | undefined;
  readonly level: EventLevel;
  readonly source: string;
  readonly message: string;
  readonly context?: unknown;
  readonly requestId?: string | undefined;
  readonly sessionId?: string | undefined;
}

export interface EventFilter {
  /** Exactly this level; all unless given. */
  readonly level?: EventLevel | undefined;
  /** At most this many, 0 … 500; 500 unless given. */
  readonly limit?: number | undefined;
}

/** The last 500 events in a preallocated ring. At the bound the oldest goes, counted. */
export class EventRing {
  readonly #events: (MetricsEvent | undefined)[] = Array.from({ length: EVENTS_KEPT });
  readonly #tally: Tally;
  #next = 0;
  #size = 0;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  write(input: MetricsEventInput, now: number): void {
    const event = this.#accept(input, now);
    this.#events[this.#next] = event;
    this.#next = (this.#next + 1) % EVENTS_KEPT;
    if (this.#size < EVENTS_KEPT) this.#size += 1;
    else this.#tally.eventsOut += 1;
  }

  /** Newest first. */
  read(filter: EventFilter): MetricsEvent[] {
    const limit = boundedLimit(filter.limit);
    const found: MetricsEvent[] = [];
    for (let back = 1; back <= this.#size && found.length < limit; back++) {
      const event = this.#events[(this.#next - back + EVENTS_KEPT) % EVENTS_KEPT];
      if (event === undefined) continue;
      if (filter.level === undefined || event.level === filter.level) found.push(event);
    }
    return found;
  }

  #accept(input: MetricsEventInput, now: number): MetricsEvent {
    const tally = this.#tally;
    const context = copyContext(input.context, tally);
    const requestId = name(input.requestId, tally);
    const sessionId = name(input.sessionId, tally);
    return {
      timestamp: epochMs(input.timestamp, now, tally),
      level: this.#level(input.level),
      source: name(input.source, tally) ?? "",
      message: text(input.message, MAX_TEXT, tally) ?? "",
      ...(context === undefined ? {} : { context }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(sessionId === undefined ? {} : { sessionId }),
    };
  }

  #level(level: unknown): EventLevel {
    if (level === "info" || level === "warn" || level === "error") return level;
    this.#tally.rejected += 1;
    return "info";
  }
}

function boundedLimit(limit: unknown): number {
  if (typeof limit !== "number" || Number.isNaN(limit)) return EVENTS_KEPT;
  return Math.min(EVENTS_KEPT, Math.max(0, Math.floor(limit)));
}
