import type { Face } from "../../face.ts";
import { openAiDialect } from "../openai-dialect.ts";
import { readResponsesBody } from "./responses-body.ts";
import { errorEvent, nextSequenceNumber } from "./responses-events.ts";

/** `POST /v1/responses`. */
export const responsesFace: Face = {
  wire: "responses",
  dialect: openAiDialect,
  readBody: readResponsesBody,
  streamError: (error, tail) => errorEvent(error, nextSequenceNumber(tail)),
};
