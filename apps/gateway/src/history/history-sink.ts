import {
  toSpanDetail,
  type Fact,
  type FactSink,
  type RequestLog,
  type RequestRecord,
  type SpanRecord,
  type StampedFact,
} from "../recorder/index.ts";
import { beginningOf } from "../beginning-of.ts";
import { bodyRole, eventFields, requestFields, spanFields, textFields } from "./fields.ts";
import type { HistoryRow } from "./messages.ts";
import { valuesOf } from "./sql-value.ts";

/** Of an event's context as JSON, in UTF-16 units; a larger one is left out. */
const maxContext = 16 * 1024;
/** Of an event's message, in UTF-16 units. */
const maxEventMessage = 8 * 1024;

/** Turns facts into rows. Runs after the request log, which knows what a fact is about. */
export class HistorySink implements FactSink {
  readonly #log: RequestLog;
  readonly #push: (row: HistoryRow) => void;

  constructor(log: RequestLog, push: (row: HistoryRow) => void) {
    this.#log = log;
    this.#push = push;
  }

  apply({ fact, seq, at }: StampedFact): void {
    if (fact.type === "event") {
      this.#event(fact, seq, at);
      return;
    }
    const id = fact.type === "request.queued" ? fact.request.id : requestIdOf(fact);
    const record = id === undefined ? undefined : this.#log.get(id);
    if (record === undefined) return;
    switch (fact.type) {
      case "request.queued":
        this.#accepted(record, at);
        return;
      case "request.started":
        this.#span(record, record.spans[0]);
        return;
      case "request.messages":
        this.#messages(record, fact.messages.length);
        return;
      case "request.ended":
        this.#ended(record, seq);
        return;
      case "attempt.started":
      case "tool.started":
      case "attempt.held":
      case "attempt.backoff":
        this.#span(record, record.spans.at(-1));
        return;
      case "attempt.ended":
      case "tool.ended":
        this.#span(
          record,
          record.spans.findLast((span) => span.id === fact.spanId),
        );
        return;
      // What the next row of the request tells as well, or what no row is made of.
      case "attempt.abandoned":
      case "attempt.firstToken":
      case "breaker.changed":
      case "config.changed":
      case "connection.changed":
      case "gauges":
      case "lane.changed":
      case "refused":
      case "request.phase":
    }
  }

  /** A request as it is now, without what was said: for the time after a gap. */
  restate(record: RequestRecord): void {
    this.#request(record);
    for (const span of record.spans) this.#span(record, span);
  }

  #accepted(record: RequestRecord, at: number): void {
    this.#request(record);
    this.#span(record, record.spans[0]);
    const { body } = record.accepted;
    if (body === null) return;
    this.#text(record, -1, { role: bodyRole, text: body, truncatedBytes: 0, at });
  }

  /**
   * The wait in its lane, attempts and tools told their own end; later waits did not, nor did what the
   * request's end stopped.
   */
  #ended(record: RequestRecord, seq: number): void {
    // A second end of the same request changes nothing.
    if (record.endedSeq !== seq) return;
    for (const span of record.spans) {
      const isWait = span.kind === "backoff" || span.kind === "queue";
      if (span === record.spans[0] && span.endedAt !== record.endedAt) continue;
      if (isWait || span.endedAt === record.endedAt) this.#span(record, span);
    }
    this.#request(record);
  }

  #request(record: RequestRecord): void {
    const row = this.#log.row(record);
    this.#push(["requests", valuesOf(requestFields, { record, row })]);
  }

  #span(record: RequestRecord, span: SpanRecord | undefined): void {
    if (span === undefined) return;
    const source = { record, span: toSpanDetail(record, span) };
    this.#push(["spans", valuesOf(spanFields, source)]);
  }

  #messages(record: RequestRecord, count: number): void {
    const { length } = record.messages;
    for (let n = Math.max(0, length - count); n < length; n += 1) {
      const message = record.messages[n];
      if (message !== undefined) this.#text(record, n, message);
    }
  }

  #text(
    record: RequestRecord,
    n: number,
    message: { role: string; text: string; truncatedBytes: number; at: number },
  ): void {
    this.#push(["texts", valuesOf(textFields, { requestSeq: record.seq, n, message })]);
  }

  #event(fact: Extract<Fact, { type: "event" }>, seq: number, at: number): void {
    const { type: _, ...event } = fact;
    const json = event.context === undefined ? null : JSON.stringify(event.context);
    const context = json !== null && json.length > maxContext ? null : json;
    const message = beginningOf(event.message, maxEventMessage);
    const source = { seq, event: { ...event, message, timestamp: at }, context };
    this.#push(["events", valuesOf(eventFields, source)]);
  }
}

function requestIdOf(fact: Fact): string | undefined {
  return "requestId" in fact ? fact.requestId : undefined;
}
