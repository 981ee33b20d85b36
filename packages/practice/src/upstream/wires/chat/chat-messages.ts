import { badParameter } from "../../api-error.ts";
import type { JsonObject } from "../../reply/json-value.ts";
import { isJsonObject } from "../../reply/json-value.ts";
import type { PromptMessage } from "../../reply/prompt.ts";

const ROLES: Readonly<Record<string, PromptMessage["role"]>> = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "assistant",
  tool: "tool",
};

/** Reads `messages`. Throws an ApiError that names the one that is wrong. */
export function parseMessages(value: unknown): PromptMessage[] {
  if (value === undefined) {
    throw badParameter(
      "messages",
      "Missing required parameter: 'messages'.",
      "missing_required_parameter",
    );
  }
  if (!Array.isArray(value) || value.length === 0) {
    throw badParameter(
      "messages",
      "Invalid 'messages': expected an array with at least 1 element.",
    );
  }
  return value.map(parseMessage);
}

function parseMessage(message: unknown, index: number): PromptMessage {
  const role = isJsonObject(message) ? ROLES[String(message["role"])] : undefined;
  if (!isJsonObject(message) || role === undefined) {
    const param = `messages[${index}].role`;
    throw badParameter(param, `Invalid value for '${param}'.`, "invalid_value");
  }
  const calls = callNames(message["tool_calls"]);
  const callId = message["tool_call_id"];
  return {
    role,
    text: textOf(message, index),
    ...(calls.size > 0 && { calls }),
    ...(typeof callId === "string" && { callId }),
  };
}

/** Content is a string, nothing, or parts of which the text ones count. */
function textOf({ content }: JsonObject, index: number): string {
  if (content === undefined || content === null) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) {
    const param = `messages[${index}].content`;
    throw badParameter(param, `Invalid type for '${param}': expected a string or an array.`);
  }
  return content
    .map((part: unknown) => (isJsonObject(part) ? part["text"] : undefined))
    .filter((text) => typeof text === "string")
    .join("\n");
}

function callNames(value: unknown): Map<string, string> {
  const names = new Map<string, string>();
  for (const call of Array.isArray(value) ? value : []) {
    const described: unknown = isJsonObject(call) ? call["function"] : undefined;
    if (!isJsonObject(call) || !isJsonObject(described)) continue;
    if (typeof call["id"] !== "string" || typeof described["name"] !== "string") continue;
    names.set(call["id"], described["name"]);
  }
  return names;
}
