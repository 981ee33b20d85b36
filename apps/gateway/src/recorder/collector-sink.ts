import type { MetricsCollector } from "@signalbox/metrics";
import type { FactSink, StampedFact, AttemptEnd } from "./fact.ts";
import type { RequestRecord, SpanRecord } from "./request-record.ts";

/** Turns facts into counts. Runs after the request log, which knows what a fact is about. */
export class CollectorSink implements FactSink {
  readonly #collector: MetricsCollector;
  readonly #find: (requestId: string) => RequestRecord | undefined;

  constructor(collector: MetricsCollector, find: (requestId: string) => RequestRecord | undefined) {
    this.#collector = collector;
    this.#find = find;
  }

  apply({ fact, at, mono }: StampedFact): void {
    const collector = this.#collector;
    switch (fact.type) {
      case "request.queued": {
        const { id, sessionId, channel, client, agent, provider, model } = fact.request;
        collector.startRequest(id, {
          sessionId,
          channel,
          client,
          agent: agent ?? undefined,
          provider: provider ?? undefined,
          model: model ?? undefined,
          startedAt: at,
        });
        return;
      }
      case "request.phase":
        collector.setPhase(fact.requestId, fact.phase, fact.detail);
        return;
      case "request.ended":
        collector.incrementMessages();
        if (fact.outcome === "failed") collector.incrementErrors();
        collector.endRequest(fact.requestId, this.#outcomeOf(fact));
        return;
      case "attempt.held":
        collector.setPhase(fact.requestId, "queued", fact.waitsFor);
        return;
      case "attempt.backoff":
        collector.setPhase(
          fact.requestId,
          "queued",
          fact.retryAfterMs === null ? "backoff" : "throttled",
        );
        return;
      case "attempt.started":
        collector.setPhase(fact.requestId, "model", "waiting");
        return;
      case "attempt.firstToken":
        collector.setPhase(fact.requestId, "model", "streaming");
        return;
      case "attempt.ended":
        if (fact.final) this.#modelCall(fact.requestId, fact.spanId, fact.end, at);
        if (fact.final && fact.end.ok) this.#recovered(fact.requestId, fact.spanId);
        return;
      case "attempt.abandoned":
        this.#abandoned(fact.requestId, fact.modelCall, at);
        return;
      case "tool.started":
        collector.setPhase(fact.requestId, "tool", fact.tool);
        return;
      case "tool.ended":
        if (fact.status === "failed") collector.incrementErrors();
        this.#toolCall(fact, at, mono);
        return;
      case "event":
        collector.recordEvent({
          timestamp: at,
          level: fact.level,
          source: fact.source,
          message: fact.message,
          requestId: fact.requestId,
          sessionId: fact.sessionId,
        });
        return;
      case "gauges": {
        const { type: _, ...sample } = fact;
        collector.recordGauges(sample);
        return;
      }
      case "request.started":
      case "request.messages":
      case "breaker.changed":
      case "component.changed":
      case "config.changed":
      case "connection.changed":
      case "lane.changed":
      case "refused":
    }
  }

  #outcomeOf(fact: Extract<StampedFact["fact"], { type: "request.ended" }>) {
    const record = this.#find(fact.requestId);
    return {
      status: fact.outcome,
      errorKind: fact.errorKind ?? undefined,
      provider: record?.provider ?? undefined,
      model: record?.model ?? undefined,
    };
  }

  #modelCall(requestId: string, spanId: string, end: AttemptEnd, at: number): void {
    const record = this.#find(requestId);
    const span = spanOf(record, spanId);
    // A provider that only counted tokens called no model.
    if (record === undefined || span === undefined || span.modelCall === null) return;
    const { accepted } = record;
    // A client's own cancel is no failure of the model; its tokens so far count all the same.
    const hasFailed = !end.ok && end.errorKind !== "cancelled";
    this.#collector.recordModelCall({
      timestamp: at,
      provider: span.provider ?? "unknown",
      model: span.model ?? undefined,
      latency: end.latencyMs,
      ttft: end.ttftMs ?? undefined,
      gap: end.gapMs ?? undefined,
      inputTokens: end.usage.inputTokens ?? 0,
      outputTokens: end.usage.outputTokens ?? 0,
      tokensPerSec: end.tokensPerSec,
      costUsd: knownCost(end),
      finishReason: end.finishReason ?? undefined,
      error: hasFailed ? (end.errorMessage ?? "failed") : undefined,
      errorKind: hasFailed ? (end.errorKind ?? undefined) : undefined,
      channel: accepted.channel,
      client: accepted.client,
      agent: accepted.agent ?? undefined,
      requestId,
      practice: accepted.practice,
    });
  }

  /** The attempts before one that went well: none of them is a call of its own, and none failed it. */
  #recovered(requestId: string, spanId: string): void {
    const record = this.#find(requestId);
    const good = spanOf(record, spanId);
    if (record === undefined || good === undefined || (good.attempt ?? 1) === 1) return;
    if (good.modelCall === null) return;
    for (const span of record.spans) {
      if (span.kind !== "attempt" || span.modelCall !== good.modelCall) continue;
      if (span === good || span.status !== "failed") continue;
      const { channel, client, agent } = record.accepted;
      this.#collector.recordRecovered({
        provider: span.provider ?? "unknown",
        model: span.model ?? undefined,
        errorKind: span.errorKind ?? undefined,
        channel,
        client,
        agent: agent ?? undefined,
      });
    }
  }

  /** Its last attempt turned out to be the one that counts. */
  #abandoned(requestId: string, modelCall: number | null, at: number): void {
    const last = this.#find(requestId)?.spans.findLast(
      (span) => span.kind === "attempt" && span.modelCall === modelCall,
    );
    if (last === undefined || last.end === null) return;
    this.#modelCall(requestId, last.id, last.end, at);
  }

  #toolCall(
    fact: Extract<StampedFact["fact"], { type: "tool.ended" }>,
    at: number,
    mono: number,
  ): void {
    const record = this.#find(fact.requestId);
    const span = spanOf(record, fact.spanId);
    if (record === undefined || span === undefined) return;
    const { accepted } = record;
    this.#collector.recordToolCall({
      tool: span.name,
      durationMs: mono - span.startedMono,
      error: fact.status === "failed" ? (fact.errorMessage ?? "failed") : undefined,
      errorKind: fact.status === "failed" ? "tool" : undefined,
      timestamp: at,
      requestId: fact.requestId,
      channel: accepted.channel,
      client: accepted.client,
      agent: accepted.agent ?? undefined,
    });
  }
}

/** A call that got nothing costs nothing that anyone knows of; it is not one without a price. */
function knownCost({ ok, costUsd, usage }: AttemptEnd): number | null | undefined {
  const gotSomething = ok || (usage.outputTokens ?? 0) > 0;
  return costUsd ?? (gotSomething ? null : undefined);
}

function spanOf(record: RequestRecord | undefined, spanId: string): SpanRecord | undefined {
  return record?.spans.findLast(({ id }) => id === spanId);
}
