import { parseJsonObject } from "../../json.ts";
import { asCount, readError } from "../read-members.ts";
import type { WholeAnswer, Wire } from "../wire.ts";

/** Anthropic's count of what a message would take. Nothing is made of it, so nothing is used. */
export const countTokensWire: Wire = {
  name: "count_tokens",
  path: "/messages/count_tokens",
  isFree: true,
  readAnswer: readCount,
  createEventReader: null,
};

function readCount(body: Buffer): WholeAnswer | null {
  const answer = parseJsonObject(body.toString("utf8"));
  if (answer === null) return null;
  const count = asCount(answer["input_tokens"]);
  return {
    text: count === null ? "" : `${count} input tokens`,
    usage: null,
    finishReason: null,
    error: answer["error"] === undefined ? null : readError(answer["error"]),
    hasOutput: count !== null,
  };
}
