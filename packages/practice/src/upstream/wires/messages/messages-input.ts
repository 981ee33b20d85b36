import { badParameter } from "../../api-error.ts";
import type { JsonObject } from "../../reply/json-value.ts";
import { isJsonObject } from "../../reply/json-value.ts";
import type { PromptMessage } from "../../reply/prompt.ts";

/** What was said so far, and how much of it the client wants cached. */
export interface MessagesInput {
  readonly messages: readonly PromptMessage[];
  /** From the first one, counted in `messages`; undefined if nothing is marked. */
  readonly cachedMessages: number | undefined;
}

/** Reads `system` and `messages`. Throws an ApiError that names the one that is wrong. */
export function parseInput(system: unknown, value: unknown): MessagesInput {
  if (value === undefined) throw badParameter("messages", "messages: Field required");
  if (!Array.isArray(value)) {
    throw badParameter("messages", "messages: Input should be a valid array");
  }
  if (value.length === 0) {
    throw badParameter("messages", "messages: at least one message is required");
  }
  const messages: PromptMessage[] = [];
  let cachedMessages: number | undefined;
  const add = (content: unknown, said: readonly PromptMessage[]) => {
    messages.push(...said);
    if (isMarked(content)) cachedMessages = messages.length;
  };
  if (system !== undefined) {
    add(system, [{ role: "system", text: textOf(contentBlocks(system, "system")) }]);
  }
  for (const [index, message] of value.entries()) {
    if (!isJsonObject(message)) {
      throw badParameter("messages", `messages.${index}: Input should be a valid dictionary`);
    }
    add(message["content"], parseMessage(message, index));
  }
  return { messages, cachedMessages };
}

function parseMessage(message: JsonObject, index: number): PromptMessage[] {
  const blocks = contentBlocks(message["content"], `messages.${index}.content`);
  const text = textOf(blocks);
  switch (message["role"]) {
    case "system":
      return [{ role: "system", text }];
    case "assistant": {
      const calls = callNames(blocks);
      return [{ role: "assistant", text, ...(calls.size > 0 && { calls }) }];
    }
    case "user": {
      const results = blocks.filter(({ type }) => type === "tool_result").map(resultOf);
      return text === "" && results.length > 0 ? results : [...results, { role: "user", text }];
    }
    default:
      throw badParameter(
        "messages",
        `messages.${index}.role: Input should be 'user' or 'assistant'`,
      );
  }
}

/** The blocks of a content; a string is one of text. */
function contentBlocks(content: unknown, param: string): JsonObject[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  if (content === undefined) throw badParameter(param, `${param}: Field required`);
  if (!Array.isArray(content)) {
    throw badParameter(param, `${param}: Input should be a valid string or array`);
  }
  for (const [index, block] of content.entries()) {
    if (isJsonObject(block) && typeof block["type"] === "string") continue;
    throw badParameter(param, `${param}.${index}.type: Field required`);
  }
  return content.filter(isJsonObject);
}

function textOf(blocks: readonly JsonObject[]): string {
  return blocks
    .map(({ type, text }) => (type === "text" ? text : undefined))
    .filter((text) => typeof text === "string")
    .join("\n");
}

function resultOf({ tool_use_id: callId, content }: JsonObject): PromptMessage {
  const text = textOf(contentBlocks(content ?? "", "content"));
  return { role: "tool", text, ...(typeof callId === "string" && { callId }) };
}

function callNames(blocks: readonly JsonObject[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { type, id, name } of blocks) {
    if (type === "tool_use" && typeof id === "string" && typeof name === "string") {
      names.set(id, name);
    }
  }
  return names;
}

function isMarked(content: unknown): boolean {
  if (!Array.isArray(content)) return false;
  return content.some(
    (block: unknown) => isJsonObject(block) && isJsonObject(block["cache_control"]),
  );
}
