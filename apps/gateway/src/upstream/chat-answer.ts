import {
  readError,
  readFinishReason,
  readUsage,
  type ChatUsage,
  type StreamedError,
} from "./chat-chunk.ts";
import { asObject, asString, parseJsonObject } from "./json.ts";

/** What matters of a whole chat answer that was not streamed. */
export interface ChatAnswer {
  readonly text: string;
  readonly usage: ChatUsage | null;
  readonly finishReason: string | null;
  readonly error: StreamedError | null;
  /** Text, a refusal or a tool call is in it. */
  readonly hasOutput: boolean;
}

/** Null where the body is no JSON object. */
export function readChatAnswer(body: Buffer): ChatAnswer | null {
  const answer = parseJsonObject(body.toString("utf8"));
  if (answer === null) return null;
  const choices = Array.isArray(answer["choices"]) ? answer["choices"] : [];
  const choice = asObject(choices[0]);
  const message = asObject(choice?.["message"]);
  const text = asString(message?.["content"]) ?? "";
  const usage = asObject(answer["usage"]);
  const toolCalls = message?.["tool_calls"];
  return {
    text,
    usage: usage === null ? null : readUsage(usage),
    finishReason: readFinishReason(choice),
    error: answer["error"] === undefined ? null : readError(answer["error"]),
    hasOutput:
      text !== "" ||
      (Array.isArray(toolCalls) && toolCalls.length > 0) ||
      (asString(message?.["refusal"]) ?? "") !== "",
  };
}
