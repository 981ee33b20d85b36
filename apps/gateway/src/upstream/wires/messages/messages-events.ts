import { asNumber, asObject, asString, parseJsonObject, type JsonObject } from "../../json.ts";
import { DeltaTemplate, type DeltaShape } from "../delta-template.ts";
import { excerpt } from "../excerpt.ts";
import { readError, shortReason } from "../read-members.ts";
import type { StreamTally } from "../stream-tally.ts";
import type { EventFate, EventReader } from "../wire.ts";
import { hasOutput, inputLength, isCall, textOf } from "./content-block.ts";
import { mergeUsage, readMessagesUsage } from "./messages-usage.ts";

/** The deltas that count as tokens, and where each keeps what it adds. */
const deltaKeys = new Map([
  ["text_delta", "text"],
  ["thinking_delta", "thinking"],
  ["input_json_delta", "partial_json"],
]);

/** Reads the events of an Anthropic stream; only what is no delta of a known form is parsed. */
export class MessagesEvents implements EventReader {
  readonly #deltas = new DeltaTemplate();

  read(payload: string, tally: StreamTally): EventFate {
    if (this.#deltas.take(payload, tally)) return "pass";
    const event = parseJsonObject(Buffer.from(payload, "latin1").toString("utf8"));
    if (event === null) return { malformed: `an event that is no JSON: ${excerpt(payload)}` };
    const { type, error } = event;
    if (type === "error" || (error !== undefined && error !== null)) {
      // Told to the client in the gateway's own words, once.
      tally.error ??= readError(error ?? event);
      return "drop";
    }
    switch (type) {
      case "message_start":
        readStart(event, tally);
        return "pass";
      case "content_block_start":
        readBlock(asObject(event["content_block"]), tally);
        return "pass";
      case "content_block_delta":
        this.#readDelta(payload, event, tally);
        return "pass";
      case "message_delta":
        readEnd(event, tally);
        return "pass";
      case "message_stop":
        tally.done = true;
        // An answer with nothing in it does not end well, and its client is told so in its place.
        return tally.tokens > 0 ? "pass" : "drop";
      default:
        return "pass";
    }
  }

  #readDelta(payload: string, event: JsonObject, tally: StreamTally): void {
    const delta = asObject(event["delta"]);
    const type = asString(delta?.["type"]) ?? "";
    const key = deltaKeys.get(type);
    if (key === undefined) return;
    const value = asString(delta?.[key]) ?? "";
    if (value === "") return;
    const shape: DeltaShape = {
      delta: ["delta", key],
      ignored: [],
      isText: type === "text_delta",
      call: type === "input_json_delta" ? (asNumber(event["index"]) ?? "none") : null,
    };
    if (shape.call !== null) tally.toolCalls?.addPiece(shape.call ?? "none", value.length);
    if (shape.isText) tally.text.addText(value);
    tally.countToken();
    this.#deltas.learn(payload, shape);
  }
}

/** It tells of the input alone: its count of the output is of the answer's first moment. */
function readStart(event: JsonObject, tally: StreamTally): void {
  const usage = asObject(asObject(event["message"])?.["usage"]);
  if (usage !== null) tally.usage = { ...readMessagesUsage(usage), outputTokens: null };
}

function readBlock(block: JsonObject | null, tally: StreamTally): void {
  if (!hasOutput(block)) return;
  if (isCall(block)) {
    tally.toolCalls?.begin();
    if (tally.toolCalls !== null) tally.toolCalls.addWhole(inputLength(block));
  }
  tally.text.addText(textOf(block));
  tally.countToken();
}

function readEnd(event: JsonObject, tally: StreamTally): void {
  const usage = asObject(event["usage"]);
  if (usage !== null) tally.usage = mergeUsage(tally.usage, readMessagesUsage(usage));
  tally.finishReason = shortReason(asObject(event["delta"])?.["stop_reason"]) ?? tally.finishReason;
}
