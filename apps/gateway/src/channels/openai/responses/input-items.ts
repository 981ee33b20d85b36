import { roleOf, textOf } from "../../content-text.ts";
import type { ShownMessage } from "../../face.ts";
import { invalid, objectOf, refuseLong, type JsonObject } from "../../json-body.ts";

/** The instructions and the input, whichever way it was written, as one list. Throws `invalid` for too long a one. */
export function itemsOf({ instructions, input }: JsonObject): JsonObject[] {
  const first = typeof instructions === "string" ? [message("system", instructions)] : [];
  if (typeof input === "string") return [...first, message("user", input)];
  if (!Array.isArray(input)) return first;
  refuseLong(input, "input");
  return [...first, ...input.map(objectOf)];
}

function message(role: string, content: string): JsonObject {
  return { type: "message", role, content };
}

/** As people read it. */
export function showItem(item: JsonObject): ShownMessage {
  if (isMessage(item)) return { role: roleOf(item["role"]), text: textOf(item["content"]) };
  if (item["type"] === "function_call_output") {
    return { role: "tool", text: textOf(item["output"]) };
  }
  return { role: "assistant", text: `[${String(item["type"])}]` };
}

/**
 * What an agent is told of them. A tool's result is told as what it says; what else a model did on its
 * way says nothing to another one. Throws `invalid` for what stands somewhere else.
 */
export function messagesOfItems(items: readonly JsonObject[]): JsonObject[] {
  return items.flatMap((item) => {
    if (isMessage(item)) return [item];
    if (item["type"] === "function_call_output") {
      return [{ role: "user", content: item["output"] }];
    }
    if (item["type"] === "item_reference") {
      throw invalid(
        "An item_reference names what is kept, and the gateway keeps no items. Send the item.",
      );
    }
    return [];
  });
}

function isMessage({ type, role }: JsonObject): boolean {
  return type === "message" || (type === undefined && typeof role === "string");
}
