import { ContractError } from "@signalbox/api-contract";
import type { MessageRole } from "../../recorder/index.ts";
import { beginningOf } from "../../beginning-of.ts";
import { isDeeperThan } from "./json-depth.ts";

/** What the gateway reads of a chat request; the rest passes as it is. */
export interface ChatBody {
  readonly model: string;
  readonly isStream: boolean;
  /** The client wants the chunk with the usage itself. */
  readonly wantsUsage: boolean;
  readonly streamOptions: Readonly<Record<string, unknown>>;
  readonly messages: readonly unknown[];
}

/** JSON schemas of tools are what goes deepest. */
const maxDepth = 128;
/** As over tRPC. */
const maxModelLength = 256;

/** Throws `invalid` with what is wrong and what was expected. */
export function parseChatBody(text: string): ChatBody {
  if (isDeeperThan(maxDepth, text)) {
    throw new ContractError(
      "invalid",
      `The request's body is nested deeper than ${maxDepth} levels.`,
    );
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ContractError("invalid", "The request's body is no valid JSON.");
  }
  if (!isObject(body))
    throw new ContractError("invalid", "The request's body must be a JSON object.");
  const { model, messages, stream, stream_options: streamOptions } = body;
  if (typeof model !== "string" || model === "") {
    throw new ContractError(
      "invalid",
      "model is missing. Name an agent, or a provider's model as provider/model.",
    );
  }
  if (model.length > maxModelLength) {
    throw new ContractError(
      "invalid",
      `The model's name is longer than ${maxModelLength} characters.`,
    );
  }
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new ContractError(
      "invalid",
      "messages is missing. It must be a list with one message at least.",
    );
  }
  const options = isObject(streamOptions) ? streamOptions : {};
  return {
    model,
    isStream: stream === true,
    wantsUsage: options["include_usage"] === true,
    streamOptions: options,
    messages,
  };
}

const shownMessages = 20;
const shownLength = 4_000;

/** The last messages as text for people to read, each cut at a bound. */
export function shownMessagesOf(
  messages: readonly unknown[],
): { role: MessageRole; text: string }[] {
  return messages.slice(-shownMessages).map((message) => {
    const { role, content } = isObject(message) ? message : {};
    return { role: roleOf(role), text: beginningOf(textOf(content), shownLength) };
  });
}

function roleOf(role: unknown): MessageRole {
  if (role === "system" || role === "developer") return "system";
  return role === "assistant" || role === "tool" ? role : "user";
}

/** Text as it is; of parts, the texts, and for others what they are. */
export function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => {
      if (!isObject(part)) return "";
      return typeof part["text"] === "string" ? part["text"] : `[${String(part["type"])}]`;
    })
    .join("\n");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
