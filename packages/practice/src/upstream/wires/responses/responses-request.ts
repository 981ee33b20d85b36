import { ApiError, badParameter } from "../../api-error.ts";
import type { JsonObject } from "../../reply/json-value.ts";
import { isJsonObject } from "../../reply/json-value.ts";
import type { OfferedTool, Prompt, ToolChoice } from "../../reply/prompt.ts";
import { parseInput } from "./responses-input.ts";

/** Reads the body of a response to be made. Throws an ApiError that names the parameter. */
export function parseResponsesRequest(body: unknown): Prompt {
  if (!isJsonObject(body)) throw badParameter("body", "The body has to be a JSON object.");
  const model = body["model"];
  if (typeof model !== "string" || model === "") {
    throw badParameter(
      "model",
      "Missing required parameter: 'model'.",
      "missing_required_parameter",
    );
  }
  refuseMemory(body["previous_response_id"]);
  const maxTokens = parseMaxTokens(body["max_output_tokens"]);
  const jsonSchema = parseFormat(body["text"]);
  return {
    model,
    stream: body["stream"] === true,
    includeUsage: true,
    messages: parseInput(body["instructions"], body["input"]),
    tools: parseTools(body["tools"]),
    toolChoice: parseToolChoice(body["tool_choice"]),
    parallelCalls: body["parallel_tool_calls"] !== false,
    stop: [],
    echo: body,
    ...(maxTokens !== undefined && { maxTokens }),
    ...(jsonSchema !== undefined && { jsonSchema }),
  };
}

/** Practice models remember nothing, and no provider goes on from what it does not remember. */
function refuseMemory(id: unknown): void {
  if (typeof id !== "string") return;
  throw new ApiError(400, `Previous response with id '${id}' not found.`, {
    param: "previous_response_id",
    code: "previous_response_not_found",
  });
}

function parseMaxTokens(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw badParameter(
    "max_output_tokens",
    "Invalid value for 'max_output_tokens': expected a whole number above 0.",
    "integer_below_min_value",
  );
}

/** Functions alone: tools that the provider would run itself are not ours to call. */
function parseTools(value: unknown): OfferedTool[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value))
    throw badParameter("tools", "Invalid type for 'tools': expected an array.", "invalid_type");
  return value.flatMap((tool: unknown, index) => {
    if (isJsonObject(tool) && tool["type"] !== "function") return [];
    const name = isJsonObject(tool) ? tool["name"] : undefined;
    if (!isJsonObject(tool) || typeof name !== "string") {
      const param = `tools[${index}].name`;
      throw badParameter(
        param,
        `Missing required parameter: '${param}'.`,
        "missing_required_parameter",
      );
    }
    return [{ name, parameters: tool["parameters"] }];
  });
}

function parseToolChoice(value: unknown): ToolChoice {
  if (value === "none" || value === "required") return { kind: value };
  if (!isJsonObject(value) || value["type"] !== "function") return { kind: "auto" };
  const { name } = value;
  return typeof name === "string" ? { kind: "named", name } : { kind: "auto" };
}

/** The schema the answer has to fit; undefined if plain text will do. */
function parseFormat(text: unknown): unknown {
  const format = isJsonObject(text) ? text["format"] : undefined;
  if (!isJsonObject(format)) return undefined;
  if (format["type"] === "json_object") return { type: "object" };
  return format["type"] === "json_schema" ? (format["schema"] ?? { type: "object" }) : undefined;
}

/** The parameters that a response repeats, as they came or as they are without. */
export function echoOf(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(REPEATED).map(([key, unsaid]) => [key, body[key] ?? unsaid]),
  );
}

const REPEATED: JsonObject = {
  background: false,
  frequency_penalty: 0,
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  metadata: {},
  parallel_tool_calls: true,
  presence_penalty: 0,
  previous_response_id: null,
  prompt_cache_key: null,
  reasoning: { effort: null, summary: null },
  safety_identifier: null,
  service_tier: "default",
  store: true,
  temperature: 1,
  text: { format: { type: "text" }, verbosity: "medium" },
  tool_choice: "auto",
  tools: [],
  top_logprobs: 0,
  top_p: 1,
  truncation: "disabled",
  user: null,
};
