import { askOf } from "../../agent-ask.ts";
import { roleOf, showMessages, textOf } from "../../content-text.ts";
import type { FaceBody } from "../../face.ts";
import { objectOf, readList, readModel, type JsonObject } from "../../json-body.ts";
import { MessageAnswerWriter } from "./message-answer-writer.ts";

/** What the gateway reads of a request for a message. */
export function readMessagesBody(body: JsonObject): FaceBody {
  const model = readModel(body);
  const messages = withSystem(body);
  return {
    model,
    isStream: body["stream"] === true,
    dropUsage: false,
    shown: () => showConversation(messages),
    splice: () => ({}),
    agent: {
      kind: "answers",
      ask: (agent) => askOf({ agent, body, messages, names: messagesNames }),
      writer: (head) => new MessageAnswerWriter(head),
    },
  };
}

/** Where the wire keeps what a client may set for an agent. */
const messagesNames = {
  maxOutputTokens: ["max_tokens"],
  stop: "stop_sequences",
  format: (body: JsonObject) =>
    objectOf(objectOf(body["output_config"])["format"] ?? body["output_format"]),
} as const;

/** The conversation, with what stands before it in a member of its own. Throws `invalid` for none. */
export function withSystem(body: JsonObject): JsonObject[] {
  const messages = readList(body, "messages").map(objectOf);
  const { system } = body;
  return system === undefined ? messages : [{ role: "system", content: system }, ...messages];
}

export function showConversation(messages: readonly JsonObject[]) {
  return showMessages(messages, ({ role, content }) => ({
    role: roleOf(role),
    text: textOf(content),
  }));
}
