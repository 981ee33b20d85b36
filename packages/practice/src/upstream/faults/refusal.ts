import { ApiError } from "../api-error.ts";
import type { ErrorWords } from "../wires/face.ts";
import type { Fault, ServerErrorStatus } from "./fault.ts";

const SERVER_ERRORS = {
  500: "The server had an error while processing your request.",
  502: "The server received a bad answer from further up.",
  503: "The engine is currently overloaded, please try again later.",
  529: "The service is overloaded.",
} as const satisfies Record<ServerErrorStatus, string>;

/** The error that a fault answers instead of a reply; undefined for the others. */
export function refusalFor(
  fault: Fault,
  {
    words,
    stream,
    now,
  }: { readonly words: ErrorWords; readonly stream: boolean; readonly now: number },
): ApiError | undefined {
  switch (fault.kind) {
    case "rate_limit":
      return words.rateLimited(retryHeaders(fault, now));
    case "server_error":
      return serverError(fault.status ?? 503);
    case "error_in_stream":
      return stream ? undefined : errorInStream(fault);
    case "auth":
      return words.badKey(true);
    case "context_length":
      return words.contextExceeded(8_192, 9_216);
    case "hang":
    case "stall":
    case "cut":
    case "end_early":
    case "malformed":
    case "empty":
    case "slow":
    case "content_filter":
    case "huge_line":
    case "huge_header":
    case "gzip_bomb":
    case "split_utf8":
    case "crlf_comments":
      return undefined;
    default:
      return fault satisfies never;
  }
}

/** The error that comes in the middle of a stream. */
export function errorInStream({ status = 500 }: { readonly status?: ServerErrorStatus }): ApiError {
  return serverError(status);
}

function serverError(status: ServerErrorStatus): ApiError {
  return new ApiError(status, SERVER_ERRORS[status], { type: "server_error" });
}

function retryHeaders(
  { retryAfterMs = 1_000, as = "seconds" }: Extract<Fault, { kind: "rate_limit" }>,
  now: number,
): Record<string, string> {
  if (as === "milliseconds") return { "retry-after-ms": String(retryAfterMs) };
  // Both forms know whole seconds alone: rounded up, so that nobody comes back too early.
  const seconds = Math.ceil(retryAfterMs / 1_000);
  if (as === "seconds") return { "retry-after": String(seconds) };
  return { "retry-after": new Date(Math.ceil(now / 1_000 + seconds) * 1_000).toUTCString() };
}
