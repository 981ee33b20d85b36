import { ContractError, type RequestDetail, type RequestListInput } from "@signalbox/api-contract";
import type { RequestsPort } from "@signalbox/api-contract/server";
import {
  toSpanDetail,
  type EventLog,
  type RequestLog,
  type RequestRecord,
} from "../recorder/index.ts";

const eventsPerRequest = 100;

/** Requests in flight and the last that ended, from memory. */
export function createRequestsPort(log: RequestLog, events: EventLog): RequestsPort {
  return {
    list(input) {
      const found: RequestRecord[] = [];
      let nextCursor: string | null = null;
      for (const record of after(log, input.cursor)) {
        if (!matches(record, input)) continue;
        if (found.length === input.limit) {
          nextCursor = found.at(-1)?.accepted.id ?? null;
          break;
        }
        found.push(record);
      }
      return { requests: found.map((record) => log.row(record)), nextCursor };
    },
    get(requestId) {
      const record = log.get(requestId);
      if (record === undefined) {
        throw new ContractError(
          "not_found",
          `The request ${requestId} is not among those in flight or the last ones that ended.`,
          { requestId },
        );
      }
      return detailOf(record, log, events);
    },
  };
}

/** Newest first: those in flight, then those that ended. */
function* newestFirst(log: RequestLog): Generator<RequestRecord> {
  yield* [...log.active.values()].reverse();
  yield* log.ended();
}

/** From after the request the cursor names; from the start where it is no longer known. */
function* after(log: RequestLog, cursor: string | undefined): Generator<RequestRecord> {
  const isKnown = cursor !== undefined && log.get(cursor) !== undefined;
  let isPast = !isKnown;
  for (const record of newestFirst(log)) {
    if (isPast) yield record;
    else isPast = record.accepted.id === cursor;
  }
}

function matches(record: RequestRecord, input: RequestListInput): boolean {
  const { accepted } = record;
  const wanted: readonly (readonly [unknown, unknown])[] = [
    [input.state, record.state],
    [input.outcome, record.outcome],
    [input.channel, accepted.channel],
    [input.client, accepted.client],
    [input.agent, accepted.agent],
    [input.provider, record.provider],
    [input.model, record.model],
    [input.errorKind, record.errorKind],
    [input.sessionId, accepted.sessionId],
  ];
  if (wanted.some(([want, is]) => want !== undefined && want !== is)) return false;
  if (input.from !== undefined && (record.endedAt ?? Infinity) < input.from) return false;
  if (input.to !== undefined && record.startedAt > input.to) return false;
  if (input.tool !== undefined && !usesTool(record, input.tool)) return false;
  return input.text === undefined || mentions(record, input.text.toLowerCase());
}

function usesTool({ spans }: RequestRecord, tool: string): boolean {
  return spans.some(({ kind, name }) => kind === "tool" && name === tool);
}

function mentions(record: RequestRecord, text: string): boolean {
  const { accepted, errorMessage, messages } = record;
  return [accepted.id, accepted.sessionId, accepted.client, record.model, errorMessage]
    .concat(messages.map((message) => message.text))
    .some((value) => value?.toLowerCase().includes(text) ?? false);
}

function detailOf(record: RequestRecord, log: RequestLog, events: EventLog): RequestDetail {
  const { accepted } = record;
  const about = events.find({ requestId: accepted.id, limit: eventsPerRequest });
  return {
    request: log.row(record),
    spans: record.spans.map((span) => toSpanDetail(record, span)),
    messages: record.messages.map(({ role, text, at, truncatedBytes }) => ({
      role,
      text,
      at,
      requestId: accepted.id,
      tool: null,
      truncatedBytes,
    })),
    events: about.map(({ id, timestamp, level, source, message }) => ({
      id,
      timestamp,
      level,
      source,
      message,
    })),
    gatewayMs: record.gatewayMs,
    body: accepted.body,
    route: accepted.route,
  };
}
