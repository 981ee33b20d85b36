import { ApiError } from "../api-error.ts";
import type { ErrorWords, Face } from "./face.ts";
import { bearerOf, findModel } from "./face.ts";

const CREATED = "2025-10-09T00:00:00Z";

/** Anthropic's errors. */
const ANTHROPIC_WORDS: ErrorWords = {
  badKey: (sent) =>
    new ApiError(
      401,
      sent
        ? "invalid x-api-key"
        : "x-api-key header is required: send your key there, or as Authorization: Bearer KEY.",
    ),
  contextExceeded: (limit, tokens) =>
    new ApiError(400, `prompt is too long: ${tokens} tokens > ${limit} maximum`),
  unknownModel: (id) => new ApiError(404, `model: ${id}`),
  rateLimited: (headers) =>
    new ApiError(429, "This request would exceed your rate limit. Please try again later.", {
      headers,
    }),
};

/** Anthropic's headers and errors. */
export const anthropicFace: Face = {
  requestIdHeader: "request-id",
  words: ANTHROPIC_WORDS,
  keyOf: (headers) => {
    const key = headers["x-api-key"];
    return typeof key === "string" ? key : bearerOf(headers);
  },
  limits: ({ requests, tokens, resetAtMs }) => {
    const reset = `${new Date(resetAtMs).toISOString().slice(0, 19)}Z`;
    const told = { requests, tokens, "input-tokens": tokens, "output-tokens": tokens };
    return Object.fromEntries(
      Object.entries(told).flatMap(([what, { limit, remaining }]) => [
        [`anthropic-ratelimit-${what}-limit`, String(limit)],
        [`anthropic-ratelimit-${what}-remaining`, String(remaining)],
        [`anthropic-ratelimit-${what}-reset`, reset],
      ]),
    );
  },
  labels: () => ({ "anthropic-organization-id": "practice" }),
  errorBody: (error, requestId) =>
    JSON.stringify({ ...anthropicError(error), request_id: requestId }),
  models: (ids, wanted) => {
    if (wanted === undefined) {
      return JSON.stringify({
        data: ids.map(modelOf),
        has_more: false,
        first_id: ids.at(0) ?? null,
        last_id: ids.at(-1) ?? null,
      });
    }
    const id = findModel(ids, wanted);
    if (id === undefined) throw ANTHROPIC_WORDS.unknownModel(wanted);
    return JSON.stringify(modelOf(id));
  },
};

/** An error in the shape that Anthropic's bodies and streams give it. */
export function anthropicError({ status, message }: ApiError) {
  return { type: "error", error: { type: typeOf(status), message } };
}

/** Anthropic tells errors apart by a type, and each status has one. */
function typeOf(status: number): string {
  switch (status) {
    case 401:
      return "authentication_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 413:
      return "request_too_large";
    case 429:
      return "rate_limit_error";
    case 529:
      return "overloaded_error";
    default:
      return status >= 500 ? "api_error" : "invalid_request_error";
  }
}

function modelOf(id: string) {
  return { type: "model", id, display_name: id, created_at: CREATED };
}
