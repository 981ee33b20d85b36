import { asObject, asString, parseJsonObject } from "../../json.ts";
import { readError } from "../read-members.ts";
import type { WholeAnswer } from "../wire.ts";
import { argumentsOf, readFinishReason, readUsage } from "./chat-chunk.ts";

/** Null where the body is no JSON object. */
export function readChatAnswer(body: Buffer): WholeAnswer | null {
  const answer = parseJsonObject(body.toString("utf8"));
  if (answer === null) return null;
  const choices = Array.isArray(answer["choices"]) ? answer["choices"] : [];
  const choice = asObject(choices[0]);
  const message = asObject(choice?.["message"]);
  const text = asString(message?.["content"]) ?? "";
  const usage = asObject(answer["usage"]);
  const toolCalls = message?.["tool_calls"];
  const calls = Array.isArray(toolCalls) ? toolCalls : [];
  return {
    text,
    usage: usage === null ? null : readUsage(usage),
    finishReason: readFinishReason(choice),
    error: answer["error"] === undefined ? null : readError(answer["error"]),
    hasOutput: text !== "" || calls.length > 0 || (asString(message?.["refusal"]) ?? "") !== "",
    argumentLengths: () => calls.map((call) => argumentsOf(call).length),
  };
}
