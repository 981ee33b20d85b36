import { ApiError } from "../api-error.ts";
import type { ErrorWords, Face } from "./face.ts";
import { bearerOf, findModel } from "./face.ts";

// Models are as old as the first release, so that lists can be compared.
const CREATED = 1_760_000_000;

/** OpenAI's errors, as its chat completions say them. */
export const OPENAI_WORDS: ErrorWords = {
  badKey: (sent) =>
    sent
      ? new ApiError(401, "Incorrect API key provided.", { code: "invalid_api_key" })
      : new ApiError(401, "You didn't provide an API key. Send it as Authorization: Bearer KEY."),
  contextExceeded: (limit, tokens) =>
    new ApiError(
      400,
      `This model's maximum context length is ${limit} tokens. However, your messages resulted in ${tokens} tokens. Please reduce the length of the messages.`,
      { param: "messages", code: "context_length_exceeded" },
    ),
  unknownModel: (id) =>
    new ApiError(404, `The model \`${id}\` does not exist or you do not have access to it.`, {
      code: "model_not_found",
    }),
  rateLimited: (headers) =>
    new ApiError(429, "Rate limit reached for requests. Please try again later.", {
      type: "requests",
      code: "rate_limit_exceeded",
      headers,
    }),
};

/** OpenAI's headers and errors. */
export const openAiFace: Face = {
  requestIdHeader: "x-request-id",
  words: OPENAI_WORDS,
  keyOf: bearerOf,
  limits: ({ requests, tokens, resetMs }) => {
    const reset = `${(resetMs / 1_000).toFixed(3)}s`;
    return {
      "x-ratelimit-limit-requests": String(requests.limit),
      "x-ratelimit-limit-tokens": String(tokens.limit),
      "x-ratelimit-remaining-requests": String(requests.remaining),
      "x-ratelimit-remaining-tokens": String(tokens.remaining),
      "x-ratelimit-reset-requests": reset,
      "x-ratelimit-reset-tokens": reset,
    };
  },
  labels: (processingMs) => ({
    "openai-processing-ms": String(processingMs),
    "openai-version": "2020-10-01",
  }),
  errorBody: (error) => JSON.stringify(openAiError(error)),
  models: (ids, wanted) => {
    if (wanted === undefined) return JSON.stringify({ object: "list", data: ids.map(modelOf) });
    const id = findModel(ids, wanted);
    if (id === undefined) throw OPENAI_WORDS.unknownModel(wanted);
    return JSON.stringify(modelOf(id));
  },
};

/** An error in the shape that OpenAI's bodies and chat streams give it. */
export function openAiError({ message, type, param, code }: ApiError) {
  return { error: { message, type, param, code } };
}

function modelOf(id: string) {
  return { id, object: "model", created: CREATED, owned_by: "practice" };
}
