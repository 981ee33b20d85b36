import { askOf } from "../../agent-ask.ts";
import { roleOf, showMessages, textOf } from "../../content-text.ts";
import type { FaceBody } from "../../face.ts";
import { objectOf, readList, readModel, type JsonObject } from "../../json-body.ts";
import { ChatAnswerWriter } from "./chat-answer-writer.ts";

/** What the gateway reads of a chat request. */
export function readChatBody(body: JsonObject): FaceBody {
  const model = readModel(body);
  const messages = readList(body, "messages").map(objectOf);
  const isStream = body["stream"] === true;
  const streamOptions = objectOf(body["stream_options"]);
  const wantsUsage = streamOptions["include_usage"] === true;
  return {
    model,
    isStream,
    dropUsage: isStream && !wantsUsage,
    shown: () =>
      showMessages(messages, ({ role, content }) => ({
        role: roleOf(role),
        text: textOf(content),
      })),
    splice: ({ provider }) =>
      // A client that asks for it has written so itself, and its bytes stay.
      isStream && !wantsUsage && provider.streamUsage !== "never"
        ? { stream_options: { ...streamOptions, include_usage: true } }
        : {},
    agent: {
      kind: "answers",
      ask: (agent) => askOf({ agent, body, messages, names: chatNames }),
      writer: (head) => new ChatAnswerWriter(head, wantsUsage),
    },
  };
}

/** Where chat keeps what a client may set for an agent. */
const chatNames = {
  maxOutputTokens: ["max_completion_tokens", "max_tokens"],
  stop: "stop",
  format: (body: JsonObject) => objectOf(body["response_format"]),
} as const;
