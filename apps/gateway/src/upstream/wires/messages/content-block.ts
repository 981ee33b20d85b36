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
