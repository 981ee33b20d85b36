import { asNumber, asObject, asString, parseJsonObject, type JsonObject } from "../../json.ts";
import { DeltaTemplate, type DeltaShape } from "../delta-template.ts";
import { excerpt } from "../excerpt.ts";
import { readError } from "../read-members.ts";
import type { StreamTally } from "../stream-tally.ts";
import type { EventFate, EventReader } from "../wire.ts";
import { argumentLength, isCall, readResponse } from "./response-object.ts";

/** Each event has its number, and OpenAI fills text up so that lengths tell nothing. */
const ignored: DeltaShape["ignored"] = [["sequence_number"], ["obfuscation"]];
const textDelta: DeltaShape = { delta: ["delta"], ignored, isText: true };
const otherDelta: DeltaShape = { delta: ["delta"], ignored, isText: false };

/** What is handed to a tool, of whatever kind it is. */
const isOfCall = /arguments|input|code/;

/** Reads the events of an OpenAI response; only what is no delta of a known form is parsed. */
export class ResponsesEvents implements EventReader {
  readonly #deltas = new DeltaTemplate();

  read(payload: string, tally: StreamTally): EventFate {
    if (this.#deltas.take(payload, tally)) return "pass";
    // Some servers end as they end a chat, after the event that tells that the response is complete.
    if (payload.trim() === "[DONE]") return tally.done && tally.tokens > 0 ? "pass" : "drop";
    const event = parseJsonObject(Buffer.from(payload, "latin1").toString("utf8"));
    if (event === null) return { malformed: `an event that is no JSON: ${excerpt(payload)}` };
    const type = asString(event["type"]) ?? "";
    switch (type) {
      case "response.completed":
      case "response.incomplete":
      case "response.failed":
      case "response.cancelled":
        return readEnd(asObject(event["response"]) ?? {}, type, tally);
      case "response.output_item.added":
        if (isCall(asObject(event["item"]))) {
          tally.toolCalls?.begin();
          tally.countToken();
        }
        return "pass";
      case "response.output_item.done": {
        const item = asObject(event["item"]);
        if (isCall(item)) tally.toolCalls?.addWhole(argumentLength(item));
        return "pass";
      }
      default:
        if (type === "error" || asObject(event["error"]) !== null) {
          // Told to the client in the gateway's own words, once.
          tally.error ??= readError(event["error"] ?? { ...event, type: null });
          return "drop";
        }
        if (type.endsWith(".delta")) this.#readDelta(payload, type, event, tally);
        return "pass";
    }
  }

  #readDelta(payload: string, type: string, event: JsonObject, tally: StreamTally): void {
    const delta = asString(event["delta"]) ?? "";
    if (delta === "") return;
    const isText = type === "response.output_text.delta";
    if (isText) tally.text.addText(delta);
    const call = isOfCall.test(type) ? (asNumber(event["output_index"]) ?? "none") : null;
    if (call !== null) tally.toolCalls?.addPiece(call, delta.length);
    tally.countToken();
    this.#deltas.learn(payload, isText ? textDelta : { ...otherDelta, call });
  }
}

function readEnd(response: JsonObject, type: string, tally: StreamTally): EventFate {
  const { text, usage, finishReason, error, hasOutput: isThere } = readResponse(response);
  if (usage !== null) tally.usage = usage;
  tally.finishReason = finishReason;
  if (error !== null || type === "response.failed" || type === "response.cancelled") {
    tally.error ??= error ?? {
      message: `its response is ${type.slice(9)}`,
      type: null,
      code: null,
    };
    return "drop";
  }
  tally.done = true;
  if (tally.tokens === 0 && isThere) {
    // It came in one piece.
    tally.text.addText(text);
    tally.countToken();
  }
  // An answer with nothing in it does not end well, and its client is told so in its place.
  return tally.tokens > 0 ? "pass" : "drop";
}
