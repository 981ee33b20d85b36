import { beginningOf } from "../beginning-of.ts";
import type { MessageRole } from "../recorder/index.ts";
import type { ShownMessage } from "./face.ts";
import { isObject, type JsonObject } from "./json-body.ts";

const shownMessages = 20;
const shownLength = 4_000;

/** The last messages as text for people to read, each cut at a bound. */
export function showMessages<T>(
  messages: readonly T[],
  read: (message: T) => { readonly role: MessageRole; readonly text: string },
): ShownMessage[] {
  return messages.slice(-shownMessages).map((message) => {
    const { role, text } = read(message);
    return { role, text: beginningOf(text, shownLength) };
  });
}

export function roleOf(role: unknown): MessageRole {
  if (role === "system" || role === "developer") return "system";
  return role === "assistant" || role === "tool" ? role : "user";
}

/** Text as it is; of parts, the texts, and for others what they are; of many, as much as is shown. */
export function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  const parts: readonly unknown[] = content;
  let text = "";
  for (const [index, part] of parts.entries()) {
    if (text.length >= shownLength) break;
    text += `${index === 0 ? "" : "\n"}${isObject(part) ? partText(part) : ""}`;
  }
  return text;
}

function partText({ text, type }: JsonObject): string {
  return typeof text === "string" ? text : `[${String(type)}]`;
}
