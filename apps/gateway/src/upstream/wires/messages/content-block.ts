import { asString, type JsonObject } from "../../json.ts";

/** What the model says in a content block. */
export function textOf(block: JsonObject | null): string {
  return block?.["type"] === "text" ? (asString(block["text"]) ?? "") : "";
}

/** Text or thoughts, where there are any; a call of a tool, and whatever else there may be. */
export function hasOutput(block: JsonObject | null): boolean {
  if (block === null) return false;
  const { type } = block;
  return type === "text" || type === "thinking" ? (asString(block[type]) ?? "") !== "" : true;
}

/** Whatever is neither text nor a thought has a tool do something. */
export function isCall(block: JsonObject | null): boolean {
  return block !== null && !/^(?:text|(?:redacted_)?thinking)$/.test(asString(block["type"]) ?? "");
}

/** Of what a tool is handed, as it is written. */
export function inputLength(block: JsonObject | null): number {
  return JSON.stringify(block?.["input"] ?? null).length;
}
