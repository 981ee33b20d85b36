import { asObject, parseJsonObject } from "../../json.ts";
import { readError, shortReason } from "../read-members.ts";
import type { WholeAnswer } from "../wire.ts";
import { hasOutput, inputLength, isCall, textOf } from "./content-block.ts";
import { readMessagesUsage } from "./messages-usage.ts";

/** Null where the body is no JSON object. */
export function readMessagesAnswer(body: Buffer): WholeAnswer | null {
  const answer = parseJsonObject(body.toString("utf8"));
  if (answer === null) return null;
  const content = Array.isArray(answer["content"]) ? answer["content"].map(asObject) : [];
  const usage = asObject(answer["usage"]);
  return {
    text: content.map(textOf).join(""),
    usage: usage === null ? null : readMessagesUsage(usage),
    finishReason: shortReason(answer["stop_reason"]),
    error: answer["error"] === undefined ? null : readError(answer["error"]),
    hasOutput: content.some(hasOutput),
    argumentLengths: () => content.filter(isCall).map(inputLength),
  };
}
