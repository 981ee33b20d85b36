import { ContractError, type RequestDetail } from "@signalbox/api-contract";
import type { RequestsPort } from "@signalbox/api-contract/server";
import { fingerprintOf, type History } from "../history/index.ts";
import {
  toSpanDetail,
  type EventLog,
  type RequestLog,
  type RequestRecord,
} from "../recorder/index.ts";
import { listRequests } from "./list-requests.ts";

const eventsPerRequest = 100;

/** Requests in flight and the last that ended, from memory, and those before them from the disk. */
export function createRequestsPort(
  log: RequestLog,
  events: EventLog,
  history: History,
): RequestsPort {
  return {
    list: (input) => listRequests(log, history, input),
    async get(requestId) {
      const record = log.get(requestId);
      if (record !== undefined) return detailOf(record, log, events);
      const stored = await history.ask("request", { requestId, maxEvents: eventsPerRequest });
      if (stored !== null) return stored;
      throw new ContractError(
        "not_found",
        `The request ${requestId} is neither in flight nor among those that are kept.`,
        { requestId },
      );
    },
  };
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
    fingerprint:
      record.outcome === "failed" ? fingerprintOf(record.errorKind, record.errorMessage) : null,
  };
}
