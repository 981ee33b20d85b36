import type { IncomingHttpHeaders } from "node:http";
import { anthropicErrorType } from "../../http/wire-error.ts";
import type { ChannelError } from "../channel-error.ts";
import type { Dialect } from "../dialect.ts";

/** Which version of the API the client speaks, and what of the next one it wants. */
const forwardedNames = ["anthropic-version", "anthropic-beta"] as const;

/** Its clients know a server that has too much to do by a status of its own. */
const overloadedStatus = 529;

/** What Anthropic's clients send and read on all of their routes. */
export const anthropicDialect: Dialect = {
  channel: "anthropic",
  requestIdHeaders: ["request-id", "x-request-id"],
  forwarded: (headers) =>
    Object.fromEntries(
      forwardedNames.flatMap((name): [string, string][] => {
        const value = oneValue(headers, name);
        return value === null ? [] : [[name, value]];
      }),
    ),
  statusOf,
  errorBody: anthropicErrorBody,
};

function anthropicErrorBody(error: ChannelError): string {
  const { message, requestId } = error;
  const type = anthropicErrorType(statusOf(error));
  return JSON.stringify({ type: "error", error: { type, message }, request_id: requestId });
}

/** What a stream is closed with that failed. */
export function anthropicErrorEvent(error: ChannelError): string {
  return `event: error\ndata: ${anthropicErrorBody(error)}\n\n`;
}

function statusOf({ status, code }: ChannelError): number {
  return code === "overloaded" ? overloadedStatus : status;
}

function oneValue(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return Array.isArray(value) ? value.join(",") : (value ?? null);
}
