import type { AgentConfig } from "../../../config/index.ts";
import { askOf, type AgentAsk } from "../../agent-ask.ts";
import { showMessages } from "../../content-text.ts";
import type { FaceBody } from "../../face.ts";
import { invalid, objectOf, readModel, type JsonObject } from "../../json-body.ts";
import { itemsOf, messagesOfItems, showItem } from "./input-items.ts";
import { ResponsesAnswerWriter } from "./responses-answer-writer.ts";

/** What the gateway reads of a request for a response. */
export function readResponsesBody(body: JsonObject): FaceBody {
  const model = readModel(body);
  const items = itemsOf(body);
  const isStream = body["stream"] === true;
  return {
    model,
    isStream,
    dropUsage: false,
    shown: () => showMessages(items, showItem),
    splice: () => ({}),
    agent: {
      kind: "answers",
      ask: (agent) => ask(agent, body, items),
      writer: (head) => new ResponsesAnswerWriter(head, body),
    },
  };
}

function ask(agent: AgentConfig, body: JsonObject, items: readonly JsonObject[]): AgentAsk {
  for (const key of ["previous_response_id", "conversation"]) {
    if (body[key] === undefined || body[key] === null) continue;
    throw invalid(
      `${key} names answers that are kept, and an agent's are not. Send the conversation in input; the header x-session-id names the session.`,
    );
  }
  if (body["background"] === true) {
    throw invalid("An agent does not answer in the background. Send background: false, or stream.");
  }
  return askOf({
    agent,
    body,
    messages: messagesOfItems(items),
    names: {
      maxOutputTokens: ["max_output_tokens"],
      stop: "stop",
      format: ({ text }) => objectOf(objectOf(text)["format"]),
    },
  });
}
