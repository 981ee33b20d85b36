import type { Fact } from "./fact.ts";
import type { RequestRecord } from "./request-record.ts";

/**
 * The event that belongs to what an operator should see: a failed request, a failed tool, a lane that
 * somebody held. Not a recovered attempt, not a client's own cancel.
 */
export function deriveFacts(
  fact: Fact,
  find: (requestId: string) => RequestRecord | undefined,
): readonly Fact[] {
  if (fact.type === "request.ended" && fact.outcome === "failed") {
    const record = find(fact.requestId);
    return record === undefined ? [] : [failedRequest(fact, record)];
  }
  if (fact.type === "tool.ended" && fact.status === "failed") {
    const record = find(fact.requestId);
    return record === undefined ? [] : [failedTool(fact, record)];
  }
  return fact.type === "lane.changed" ? [changedLane(fact)] : [];
}

function failedRequest(
  fact: Extract<Fact, { type: "request.ended" }>,
  record: RequestRecord,
): Fact {
  const { accepted } = record;
  return {
    type: "event",
    level: "error",
    source: sourceOf(fact, record),
    message: fact.message ?? `The request failed: ${fact.errorKind ?? "internal"}.`,
    requestId: fact.requestId,
    sessionId: accepted.sessionId,
    context: {
      errorKind: fact.errorKind,
      channel: accepted.channel,
      client: accepted.client,
      ...(record.provider === null ? {} : { provider: record.provider }),
      ...(record.model === null ? {} : { model: record.model }),
      ...(accepted.agent === null ? {} : { agent: accepted.agent }),
    },
  };
}

/** The stage that failed: the lane it never left, the provider that was asked, else the gateway. */
function sourceOf(fact: Extract<Fact, { type: "request.ended" }>, record: RequestRecord): string {
  // Sent to a model, or held back from one: its spans beyond the queue say so.
  const isModels = record.spans.some(({ provider }) => provider !== null);
  if (fact.errorKind === "queue_full" && !isModels) return "lane";
  if (fact.errorKind === "budget") return "budget";
  if (fact.errorKind === "internal") return "gateway";
  if (isModels && record.provider !== null) return `model.${record.provider}`;
  return `channel.${record.accepted.channel}`;
}

function failedTool(fact: Extract<Fact, { type: "tool.ended" }>, record: RequestRecord): Fact {
  const tool = record.spans.findLast((span) => span.id === fact.spanId)?.name ?? "unknown";
  return {
    type: "event",
    level: "error",
    source: `tool.${tool}`,
    message: fact.errorMessage ?? `${tool} failed.`,
    requestId: fact.requestId,
    sessionId: record.accepted.sessionId,
    context: { channel: record.accepted.channel, client: record.accepted.client },
  };
}

function changedLane(fact: Extract<Fact, { type: "lane.changed" }>): Fact {
  const { lane, label, change, until, by, reason, cancelled } = fact;
  const why = reason === null ? "" : ` (${reason})`;
  const end =
    until === null ? "until somebody resumes it" : `until ${new Date(until).toISOString()}`;
  const who = by === null ? "" : ` by ${by}${why}`;
  const said = {
    paused: `paused${who}, ${end}. What runs goes on; nothing else starts`,
    draining: `draining${who}, ${end}. No new requests are taken; what is there finishes`,
    resumed: by === null ? "resumed, for the time was over" : `resumed${who}`,
    cleared: `cleared${who}. Requests cancelled: ${cancelled}`,
  } as const;
  return {
    type: "event",
    level: change === "resumed" ? "info" : "warn",
    source: "lane",
    message: `${label}: ${said[change]}.`,
    context: { lane, change, until, by, reason },
  };
}
