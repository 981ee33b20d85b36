import type { ModelMessage } from "ai";
import type { AgentSettings } from "../agent/index.ts";
import type { AgentConfig } from "../config/index.ts";
import { readParts } from "./agent-content.ts";
import { roleOf } from "./content-text.ts";
import { invalid, isObject, type JsonObject } from "./json-body.ts";

/** What an agent is asked by a client. */
export interface AgentAsk {
  readonly messages: readonly ModelMessage[];
  readonly settings: AgentSettings;
}

/** Under which names a wire has what an agent reads of a body. */
export interface AskNames {
  readonly maxOutputTokens: readonly string[];
  readonly stop: string;
  /** The format that the answer is to have; without a type where none was asked for. */
  readonly format: (body: JsonObject) => JsonObject;
}

/** What has to be known of an agent to tell what it does not do. */
type AskedAgent = Pick<AgentConfig, "name" | "tools">;

export interface AskInput {
  readonly agent: AskedAgent;
  readonly body: JsonObject;
  /** Each with `role` and `content`. */
  readonly messages: readonly JsonObject[];
  readonly names: AskNames;
}

/** Reads what the client wants of an agent. Throws `invalid` for what an agent does not do. */
export function askOf({ agent, body, messages, names }: AskInput): AgentAsk {
  refuseTools(agent, body);
  const { type: format } = names.format(body);
  if (typeof format === "string" && format !== "text") {
    throw invalid(
      `The agent ${agent.name} answers in text, not in the format ${format.slice(0, 40)}. Ask a provider's model for that.`,
    );
  }
  const asked = messages.flatMap(toModelMessages);
  if (!asked.some(({ role }) => role !== "system")) {
    throw invalid("There is no message with anything in it to answer.");
  }
  return { messages: asked, settings: readSettings(body, names) };
}

/**
 * A client that offers tools waits for calls of them, and an agent makes none: it would seem to answer
 * without having looked. `none` says that they are not to be called.
 */
export function refuseTools({ name, tools: own }: AskedAgent, body: JsonObject): void {
  const { tools, functions, tool_choice: choice } = body;
  const offered = [tools, functions].some((list) => Array.isArray(list) && list.length > 0);
  const mayCall = (isObject(choice) ? choice["type"] : choice) !== "none";
  if (!offered || !mayCall) return;
  const has = own.length === 0 ? "has none" : `has its own (${own.join(", ")})`;
  throw invalid(
    `The agent ${name} calls no tools of its clients; it ${has}. Send the request without tools, or ask a provider's model.`,
  );
}

/** What the client says has been said. */
function toModelMessages({ role, content }: JsonObject): ModelMessage[] {
  const parts = readParts(content);
  if (parts.length === 0) return [];
  const text = parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
  const known = roleOf(role);
  if (known === "system" || known === "assistant") {
    return text === "" ? [] : [{ role: known, content: text }];
  }
  return [{ role: "user", content: parts.length === 1 && text !== "" ? text : [...parts] }];
}

function readSettings(body: JsonObject, names: AskNames): AgentSettings {
  const maxOutputTokens = names.maxOutputTokens
    .map((name) => readCount(body, name))
    .find((value) => value !== null);
  const temperature = readNumber(body, "temperature", 2);
  const topP = readNumber(body, "top_p", 1);
  const stop = readStop(body, names.stop);
  return {
    ...(maxOutputTokens != null && { maxOutputTokens }),
    ...(temperature !== null && { temperature }),
    ...(topP !== null && { topP }),
    ...(stop.length > 0 && { stopSequences: stop }),
  };
}

function readCount(body: JsonObject, key: string): number | null {
  const value = body[key];
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  throw invalid(`${key} must be a whole number of 1 or more.`);
}

function readNumber(body: JsonObject, key: string, max: number): number | null {
  const value = body[key];
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && value >= 0 && value <= max) return value;
  throw invalid(`${key} must be a number from 0 to ${max}.`);
}

function readStop(body: JsonObject, key: string): string[] {
  const value = body[key];
  if (value === undefined || value === null) return [];
  const all: unknown[] = Array.isArray(value) ? value : [value];
  const texts = all.filter((one) => typeof one === "string");
  if (texts.length === all.length) return texts;
  throw invalid(`${key} must be a text or a list of texts.`);
}
