import { badParameter } from "../../api-error.ts";
import type { JsonObject } from "../../reply/json-value.ts";
import { isJsonObject } from "../../reply/json-value.ts";
import type { PromptMessage } from "../../reply/prompt.ts";

const ROLES: Readonly<Record<string, PromptMessage["role"]>> = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "assistant",
};

/** Reads `instructions` and `input`. Throws an ApiError that names the item that is wrong. */
export function parseInput(instructions: unknown, input: unknown): PromptMessage[] {
  const messages: PromptMessage[] =
    typeof instructions === "string" ? [{ role: "system", text: instructions }] : [];
  if (typeof input === "string") return [...messages, { role: "user", text: input }];
  if (input === undefined) {
    throw badParameter(
      "input",
      "Missing required parameter: 'input'.",
      "missing_required_parameter",
    );
  }
  if (!Array.isArray(input)) {
    throw badParameter(
      "input",
      "Invalid type for 'input': expected a string or an array.",
      "invalid_type",
    );
  }
  for (const [index, item] of input.entries()) addItem(messages, item, index);
  return messages;
}

/** Adds an item to the messages; one that stands for nothing that was said is left out. */
function addItem(messages: PromptMessage[], item: unknown, index: number): void {
  if (!isJsonObject(item)) throw badItem(index);
  const { type = "message", call_id: callId } = item;
  if (type === "message") messages.push(parseMessage(item, index));
  if (type === "function_call") addCall(messages, item, index);
  if (type !== "function_call_output") return;
  if (typeof callId !== "string") throw missing(`input[${index}].call_id`);
  messages.push({ role: "tool", text: textOf(item["output"]), callId });
}

function parseMessage(item: JsonObject, index: number): PromptMessage {
  const role = ROLES[String(item["role"])];
  if (role === undefined) throw badItem(index);
  return { role, text: textOf(item["content"]) };
}

/** Calls are items of their own here, but one turn of the model all the same. */
function addCall(messages: PromptMessage[], item: JsonObject, index: number): void {
  const { call_id: callId, name } = item;
  if (typeof callId !== "string") throw missing(`input[${index}].call_id`);
  if (typeof name !== "string") throw missing(`input[${index}].name`);
  const last = messages.at(-1)?.role === "assistant" ? messages.pop() : undefined;
  const calls = new Map([...(last?.calls ?? []), [callId, name] as const]);
  messages.push({ role: "assistant", text: last?.text ?? "", calls });
}

/** Content is a string, or parts of which the text ones count. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => (isJsonObject(part) ? part["text"] : undefined))
    .filter((text) => typeof text === "string")
    .join("\n");
}

function badItem(index: number) {
  const param = `input[${index}]`;
  return badParameter(param, `Invalid value: '${param}' is no item.`, "invalid_value");
}

function missing(param: string) {
  return badParameter(
    param,
    `Missing required parameter: '${param}'.`,
    "missing_required_parameter",
  );
}
