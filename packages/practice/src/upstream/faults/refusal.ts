import { ApiError, badKey, contextExceeded } from "../api-error.ts";
import type { Fault } from "./fault.ts";

const SERVER_ERRORS = {
  500: "The server had an error while processing your request.",
  502: "The server received a bad answer from further up.",
  503: "The engine is currently overloaded, please try again later.",
  529: "The service is overloaded.",
} as const;

/** The error that a fault answers instead of a reply; undefined for the others. */
export function refusalFor(fault: Fault, stream: boolean, now: number): ApiError | undefined {
  switch (fault.kind) {
    case "rate_limit": {
      return new ApiError(429, "Rate limit reached for requests. Please try again later.", {
        type: "requests",
        code: "rate_limit_exceeded",
        headers: retryHeaders(fault, now),
      });
    }
    case "server_error": {
      const status = fault.status ?? 503;
      return new ApiError(status, SERVER_ERRORS[status], { type: "server_error" });
    }
    case "error_in_stream":
      return stream ? undefined : streamError();
    case "auth":
      return badKey(true);
    case "context_length":
      return contextExceeded(8_192, 9_216);
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
export function streamError(): ApiError {
  return new ApiError(500, SERVER_ERRORS[500], { type: "server_error" });
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
