import { ApiError } from "../../api-error.ts";
import type { Face } from "../face.ts";
import { OPENAI_WORDS, openAiFace } from "../openai-face.ts";
import type { Wire } from "../wire.ts";
import { askReply } from "../wire.ts";
import { responsesEncoder } from "./responses-encoder.ts";
import { parseResponsesRequest } from "./responses-request.ts";

const face: Face = {
  ...openAiFace,
  words: {
    ...OPENAI_WORDS,
    contextExceeded: () =>
      new ApiError(
        400,
        "Your input exceeds the context window of this model. Please adjust your input and try again.",
        { param: "input", code: "context_length_exceeded" },
      ),
  },
};

/** OpenAI's responses. */
export const responsesWire: Wire = {
  path: "/v1/responses",
  face,
  ask: (body) => askReply(parseResponsesRequest(body), responsesEncoder),
};
