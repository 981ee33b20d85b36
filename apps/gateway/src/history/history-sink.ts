import { allModels } from "@signalbox/api-contract";
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
import {
  bodyRole,
  changeFields,
  eventFields,
  failureFields,
  firstTokenFields,
  requestFields,
  sampleFields,
  spanFields,
  textFields,
  waitFields,
  type ChangeSource,
} from "./fields.ts";
import { maxFailureMessage } from "./fingerprint.ts";
import type { HistoryRow, Totals } from "./messages.ts";
import { valuesOf } from "./sql-value.ts";

/** Of an event's context as JSON, in UTF-16 units; a larger one is left out. */
const maxContext = 16 * 1024;
/** Of an event's message, in UTF-16 units. */
const maxEventMessage = 8 * 1024;

/** Turns facts into rows. Runs after the request log, which knows what a fact is about. */
export class HistorySink implements FactSink {
  readonly #log: RequestLog;
  readonly #totals: () => Totals | null;
  readonly #push: (row: HistoryRow) => void;

  constructor(log: RequestLog, totals: () => Totals | null, push: (row: HistoryRow) => void) {
    this.#log = log;
    this.#totals = totals;
    this.#push = push;
  }

  apply(stamped: StampedFact): void {
    const { fact, seq, at } = stamped;
    if (fact.type === "event") this.#event(fact, seq, at);
    else if (fact.type === "gauges") this.#sample(fact, at);
    else if (isChange(fact)) this.#change(changeOf(fact), seq, at);
    else this.#aboutRequest(fact, seq, at);
  }

  #sample(gauges: Extract<Fact, { type: "gauges" }>, at: number): void {
    const totals = this.#totals();
    if (totals !== null) this.#push(["samples", valuesOf(sampleFields, { at, gauges, totals })]);
  }

  #aboutRequest(
    fact: Exclude<Fact, ChangeFact | { type: "event" | "gauges" }>,
    seq: number,
    at: number,
  ): void {
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
      case "request.phase":
        // A wait with a slot of its own has a span of its own.
        if (fact.phase === "queued") this.#wait(record, at, fact.detail);
        return;
      case "request.ended":
        this.#ended(record, seq);
        if (fact.outcome === "failed") this.#failed(record, null, seq, at);
        return;
      case "tool.started":
        this.#span(record, record.spans.at(-1));
        return;
      case "attempt.started":
      case "attempt.held":
      case "attempt.backoff":
        this.#endedWait(record, at);
        this.#span(record, record.spans.at(-1));
        return;
      case "attempt.ended":
        this.#span(record, spanOf(record, fact.spanId));
        return;
      case "tool.ended": {
        const span = spanOf(record, fact.spanId);
        this.#span(record, span);
        if (fact.status === "failed" && span !== undefined) this.#failed(record, span, seq, at);
        return;
      }
      case "attempt.abandoned":
        this.#endedWait(record, at);
        // Its last attempt counts as of now.
        this.#span(
          record,
          record.spans.findLast((span) => span.countedAt === at),
        );
        return;
      case "attempt.firstToken":
        this.#firstToken(record, fact.spanId);
        return;
      // What no row is made of.
      case "connection.changed":
      case "refused":
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

  /** A wait is over when something else begins, and tells no end of its own. */
  #endedWait(record: RequestRecord, at: number): void {
    if (record.spans.length < 2) return;
    const wait = record.spans.findLast(
      ({ kind, endedAt }, place) =>
        place > 0 && endedAt === at && (kind === "backoff" || kind === "queue"),
    );
    this.#span(record, wait);
  }

  /** What the request's end stopped: all else told its own end. */
  #ended(record: RequestRecord, seq: number): void {
    // A second end of the same request changes nothing.
    if (record.endedSeq !== seq) return;
    for (const span of record.spans) {
      if (span.endedAt === record.endedAt) this.#span(record, span);
    }
    this.#request(record);
  }

  #request(record: RequestRecord): void {
    const row = this.#log.row(record);
    this.#push(["requests", valuesOf(requestFields, { record, row })]);
  }

  #span(record: RequestRecord, span: SpanRecord | undefined): void {
    if (span === undefined) return;
    const source = { record, span: toSpanDetail(record, span), countedAt: span.countedAt };
    this.#push(["spans", valuesOf(spanFields, source)]);
  }

  #firstToken({ seq: requestSeq, spans }: RequestRecord, id: string): void {
    const firstTokenAt = spans.findLast((span) => span.id === id)?.firstTokenAt ?? null;
    this.#push(["firstTokens", valuesOf(firstTokenFields, { firstTokenAt, requestSeq, id })]);
  }

  #wait(record: RequestRecord, at: number, waitsFor: string): void {
    this.#push(["waits", valuesOf(waitFields, { requestSeq: record.seq, at, waitsFor })]);
  }

  /** A request, or a tool of it. */
  #failed(record: RequestRecord, tool: SpanRecord | null, seq: number, at: number): void {
    const { errorKind, errorMessage } = tool ?? record;
    const source = {
      seq,
      at,
      record,
      tool: tool?.name ?? null,
      errorKind: errorKind ?? "internal",
      message: beginningOf(errorMessage ?? "", maxFailureMessage),
    };
    this.#push(["failures", valuesOf(failureFields, source)]);
  }

  #change(change: Omit<ChangeSource, "seq" | "at"> | null, seq: number, at: number): void {
    if (change === null) return;
    this.#push(["changes", valuesOf(changeFields, { ...change, seq, at })]);
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

function spanOf(record: RequestRecord, id: string): SpanRecord | undefined {
  return record.spans.findLast((span) => span.id === id);
}

/** What puts something into a state. */
type ChangeFact = Extract<
  Fact,
  { type: "breaker.changed" | "component.changed" | "config.changed" | "lane.changed" }
>;

function isChange(fact: Fact): fact is ChangeFact {
  const { type } = fact;
  return (
    type === "breaker.changed" ||
    type === "component.changed" ||
    type === "config.changed" ||
    type === "lane.changed"
  );
}

/** Null where it leaves no state behind. */
function changeOf(fact: ChangeFact): Omit<ChangeSource, "seq" | "at"> | null {
  if (fact.type === "breaker.changed") {
    const { provider, model, state, reason, until } = fact;
    const subject = `${provider}/${model ?? allModels}`;
    return { kind: "breaker", subject, state, detail: { reason, until } };
  }
  if (fact.type === "lane.changed") {
    const { lane, label, change, until, reason, by } = fact;
    if (change === "cleared") return null;
    return { kind: "lane", subject: lane, state: change, detail: { label, until, reason, by } };
  }
  if (fact.type === "component.changed") {
    const { component, status, reason } = fact;
    return { kind: "component", subject: component, state: status, detail: { reason } };
  }
  return { kind: "config", subject: "", state: fact.revision, detail: { summary: fact.summary } };
}
