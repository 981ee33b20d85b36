import { badParameter } from "../../api-error.ts";
import type { JsonObject } from "../../reply/json-value.ts";
import { isJsonObject } from "../../reply/json-value.ts";
import type { OfferedTool, Prompt, ToolChoice } from "../../reply/prompt.ts";
import { parseInput } from "./messages-input.ts";

/** Reads the body of a message to be made. Throws an ApiError that names the field. */
export function parseMessagesRequest(body: unknown): Prompt {
  const prompt = parseCountRequest(body);
  const fields = isJsonObject(body) ? body : {};
  const stops: unknown = fields["stop_sequences"];
  const thinking = fields["thinking"];
  const jsonSchema = parseFormat(fields);
  return {
    ...prompt,
    stream: fields["stream"] === true,
    maxTokens: parseMaxTokens(fields["max_tokens"]),
    stop: Array.isArray(stops) ? stops.filter((stop) => typeof stop === "string") : [],
    showThought: isJsonObject(thinking) && thinking["type"] !== "disabled",
    ...(jsonSchema !== undefined && { jsonSchema }),
  };
}

/** Reads what counts as input: the same body, but nothing that is about the answer. */
export function parseCountRequest(body: unknown): Prompt {
  if (!isJsonObject(body)) throw badParameter("body", "Input should be a valid dictionary");
  const model = body["model"];
  if (typeof model !== "string" || model === "") {
    throw badParameter("model", "model: Field required");
  }
  const { messages, cachedMessages } = parseInput(body["system"], body["messages"]);
  const choice = body["tool_choice"];
  return {
    model,
    stream: false,
    includeUsage: true,
    messages,
    tools: parseTools(body["tools"]),
    toolChoice: parseToolChoice(choice),
    parallelCalls: !(isJsonObject(choice) && choice["disable_parallel_tool_use"] === true),
    stop: [],
    cachedMessages: cachedMessages ?? 0,
  };
}

function parseMaxTokens(value: unknown): number {
  if (value === undefined) throw badParameter("max_tokens", "max_tokens: Field required");
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw badParameter("max_tokens", "max_tokens: Input should be greater than or equal to 1");
}

/** The client's own tools; those the provider would run itself are not ours to call. */
function parseTools(value: unknown): OfferedTool[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw badParameter("tools", "tools: Input should be a valid array");
  return value.flatMap((tool: unknown, index) => {
    if (!isJsonObject(tool) || typeof tool["name"] !== "string") {
      throw badParameter("tools", `tools.${index}.name: Field required`);
    }
    const { name, type = "custom", input_schema: parameters } = tool;
    if (type !== "custom") return [];
    if (!isJsonObject(parameters)) {
      throw badParameter("tools", `tools.${index}.input_schema: Field required`);
    }
    return [{ name, parameters }];
  });
}

function parseToolChoice(value: unknown): ToolChoice {
  if (!isJsonObject(value)) return { kind: "auto" };
  const { type, name } = value;
  if (type === "any") return { kind: "required" };
  if (type === "none") return { kind: "none" };
  return type === "tool" && typeof name === "string" ? { kind: "named", name } : { kind: "auto" };
}

/** The schema the answer has to fit, where it stands today or stood before. */
function parseFormat(body: JsonObject): unknown {
  const config = body["output_config"];
  const format = isJsonObject(config) ? config["format"] : body["output_format"];
  return isJsonObject(format) && format["type"] === "json_schema" ? format["schema"] : undefined;
}
