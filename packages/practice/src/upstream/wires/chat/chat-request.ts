import { badParameter } from "../../api-error.ts";
import type { JsonObject } from "../../reply/json-value.ts";
import { isJsonObject } from "../../reply/json-value.ts";
import type { OfferedTool, Prompt, ToolChoice } from "../../reply/prompt.ts";
import { parseMessages } from "./chat-messages.ts";

/** Reads the body of a chat completion. Throws an ApiError that names the parameter. */
export function parseChatRequest(body: unknown): Prompt {
  if (!isJsonObject(body)) throw badParameter("body", "The body has to be a JSON object.");
  const model = body["model"];
  if (typeof model !== "string" || model === "") {
    throw badParameter("model", "you must provide a model parameter");
  }
  if ((body["n"] ?? 1) !== 1) throw badParameter("n", "Practice models give one choice.");
  const maxTokens = positive(body, "max_completion_tokens") ?? positive(body, "max_tokens");
  const seed = body["seed"];
  const jsonSchema = parseResponseFormat(body["response_format"]);
  const streamOptions = body["stream_options"];
  return {
    model,
    stream: body["stream"] === true,
    includeUsage: isJsonObject(streamOptions) && streamOptions["include_usage"] === true,
    messages: parseMessages(body["messages"]),
    tools: parseTools(body["tools"]),
    toolChoice: parseToolChoice(body["tool_choice"]),
    parallelCalls: body["parallel_tool_calls"] !== false,
    stop: parseStop(body["stop"]),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(typeof seed === "number" && { seed }),
    ...(jsonSchema !== undefined && { jsonSchema }),
  };
}

function positive(body: JsonObject, key: string): number | undefined {
  const value = body[key] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw badParameter(key, `Invalid value for '${key}': expected a whole number above 0.`);
}

function parseStop(value: unknown): string[] {
  const stops: unknown[] = Array.isArray(value) ? value : [value];
  return stops.filter((stop) => typeof stop === "string").filter((stop) => stop !== "");
}

function parseTools(value: unknown): OfferedTool[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value))
    throw badParameter("tools", "Invalid type for 'tools': expected an array.");
  return value.map((tool: unknown, index) => {
    const described = isJsonObject(tool) ? tool["function"] : undefined;
    const name = isJsonObject(described) ? described["name"] : undefined;
    if (!isJsonObject(described) || typeof name !== "string") {
      const param = `tools[${index}].function.name`;
      throw badParameter(
        param,
        `Missing required parameter: '${param}'.`,
        "missing_required_parameter",
      );
    }
    return { name, parameters: described["parameters"] };
  });
}

function parseToolChoice(value: unknown): ToolChoice {
  if (value === "none" || value === "required") return { kind: value };
  const described = isJsonObject(value) ? value["function"] : undefined;
  const name = isJsonObject(described) ? described["name"] : undefined;
  return typeof name === "string" ? { kind: "named", name } : { kind: "auto" };
}

/** The schema the answer has to fit; undefined if plain text will do. */
function parseResponseFormat(value: unknown): unknown {
  if (!isJsonObject(value)) return undefined;
  if (value["type"] === "json_object") return { type: "object" };
  const described = value["json_schema"];
  return isJsonObject(described) ? (described["schema"] ?? { type: "object" }) : undefined;
}
