import { parseJsonObject } from "../../json.ts";
import type { WholeAnswer, Wire } from "../wire.ts";
import { readResponse } from "./response-object.ts";
import { ResponsesEvents } from "./responses-events.ts";

/** OpenAI's responses. */
export const responsesWire: Wire = {
  name: "responses",
  path: "/responses",
  isFree: false,
  readAnswer: readResponsesAnswer,
  createEventReader: () => new ResponsesEvents(),
};

function readResponsesAnswer(body: Buffer): WholeAnswer | null {
  const answer = parseJsonObject(body.toString("utf8"));
  return answer === null ? null : readResponse(answer);
}
