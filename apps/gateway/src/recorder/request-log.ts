import type { RequestRow } from "@signalbox/api-contract";
import { beginningOf } from "../beginning-of.ts";
import type { Clock } from "../clock.ts";
import type { FactSink, StampedFact } from "./fact.ts";
import { accept, endRequest, enterPhase, leaveQueue } from "./apply-request.ts";
import { applyAttempt, applyTool } from "./apply-span.ts";
import { isOverdue } from "./overdue.ts";
import { maxKeptText, toRow, type RequestRecord } from "./request-record.ts";

export interface RequestLogOptions {
  readonly clock: Clock;
  /** Finished requests kept in memory, oldest out first. */
  readonly keepEnded?: number;
  /** Whether what was said is kept, or only how it went. True unless told. */
  readonly keepsContent?: () => boolean;
}

/** The picture of every request: those in flight, and the last that ended. Facts alone change it. */
export class RequestLog implements FactSink {
  readonly #clock: Clock;
  readonly #keepEnded: number;
  readonly #keepsContent: () => boolean;
  readonly #active = new Map<string, RequestRecord>();
  /** The requests of each lane in the order they came: the first is the one that runs, or is next. */
  readonly #lanes = new Map<string, Set<string>>();
  /** In the order they ended: a Map forgets its oldest in O(1). */
  readonly #ended = new Map<string, RequestRecord>();

  constructor({ clock, keepEnded = 1_000, keepsContent = () => true }: RequestLogOptions) {
    this.#clock = clock;
    this.#keepsContent = keepsContent;
    this.#keepEnded = keepEnded;
  }

  get active(): ReadonlyMap<string, RequestRecord> {
    return this.#active;
  }

  get(id: string): RequestRecord | undefined {
    return this.#active.get(id) ?? this.#ended.get(id);
  }

  /** Newest first. */
  *ended(): Generator<RequestRecord> {
    // Appended at the end, so the newest are last.
    yield* [...this.#ended.values()].reverse();
  }

  isOverdue(record: RequestRecord): boolean {
    return isOverdue(record, this.#clock.mono());
  }

  row(record: RequestRecord): RequestRow {
    const mono = this.#clock.mono();
    return toRow(record, {
      now: this.#clock.now(),
      mono,
      overdue: isOverdue(record, mono),
      blockedBy: this.#blockerOf(record),
    });
  }

  #blockerOf(record: RequestRecord): string | null {
    if (record.state !== "queued") return null;
    const first = this.#lanes.get(record.accepted.lane)?.values().next().value ?? null;
    return first === record.accepted.id ? null : first;
  }

  apply(stamped: StampedFact): void {
    const { fact, at, mono } = stamped;
    if (fact.type === "request.queued") {
      this.#active.set(fact.request.id, accept(fact.request, stamped, this.#keepsContent()));
      this.#enterLane(fact.request.lane, fact.request.id);
      return;
    }
    if (!("requestId" in fact) || fact.requestId === undefined) return;
    const record = this.#active.get(fact.requestId);
    if (record === undefined) return;
    switch (fact.type) {
      case "request.phase": {
        const queue = record.spans[0];
        // What it waits for later, with a slot of its own, is no part of its queue.
        if (fact.phase === "queued" && queue?.kind === "queue" && queue.endedAt === null) {
          queue.waitsFor = fact.detail;
        }
        enterPhase(record, fact.phase, fact.detail, at, mono);
        return;
      }
      case "request.started":
        leaveQueue(record, at);
        return;
      case "request.messages":
        if (!record.keepsContent) return;
        for (const { role, text } of fact.messages) {
          const kept = beginningOf(text, maxKeptText);
          const truncatedBytes = text.length - kept.length;
          record.messages.push({ role, text: kept, truncatedBytes, at });
        }
        return;
      case "request.ended":
        endRequest(record, fact, stamped);
        this.#active.delete(fact.requestId);
        this.#leaveLane(record.accepted.lane, fact.requestId);
        this.#keep(fact.requestId, record);
        return;
      case "attempt.held":
      case "attempt.backoff":
      case "attempt.started":
      case "attempt.firstToken":
      case "attempt.ended":
      case "attempt.abandoned":
        applyAttempt(record, fact, at, mono);
        return;
      case "tool.started":
      case "tool.ended":
        applyTool(record, fact, at, mono);
        return;
      case "event":
    }
  }

  #enterLane(lane: string, id: string): void {
    const ids = this.#lanes.get(lane);
    if (ids === undefined) this.#lanes.set(lane, new Set([id]));
    else ids.add(id);
  }

  #leaveLane(lane: string, id: string): void {
    const ids = this.#lanes.get(lane);
    ids?.delete(id);
    if (ids?.size === 0) this.#lanes.delete(lane);
  }

  #keep(id: string, record: RequestRecord): void {
    this.#ended.set(id, record);
    if (this.#ended.size <= this.#keepEnded) return;
    const oldest = this.#ended.keys().next();
    if (oldest.done !== true) this.#ended.delete(oldest.value);
  }
}
