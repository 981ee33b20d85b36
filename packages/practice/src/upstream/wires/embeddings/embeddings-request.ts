import { badParameter } from "../../api-error.ts";
import type { JsonObject } from "../../reply/json-value.ts";
import { isJsonObject } from "../../reply/json-value.ts";

/** What is to be turned into vectors, and how. */
export interface EmbeddingsRequest {
  readonly model: string;
  readonly texts: readonly string[];
  readonly dimensions: number;
  readonly asBase64: boolean;
}

const DEFAULT_DIMENSIONS = 256;
const MAX_DIMENSIONS = 4_096;
const MAX_TEXTS = 2_048;

/** Reads the body of a request for embeddings. Throws an ApiError that names the parameter. */
export function parseEmbeddingsRequest(body: unknown): EmbeddingsRequest {
  if (!isJsonObject(body)) throw badParameter("body", "The body has to be a JSON object.");
  const model = body["model"];
  if (typeof model !== "string" || model === "") {
    throw badParameter("model", "you must provide a model parameter");
  }
  const format = body["encoding_format"] ?? "float";
  if (format !== "float" && format !== "base64") {
    const message = "Invalid value for 'encoding_format': expected 'float' or 'base64'.";
    throw badParameter("encoding_format", message, "invalid_value");
  }
  return {
    model,
    texts: parseInput(body["input"]),
    dimensions: parseDimensions(body),
    asBase64: format === "base64",
  };
}

/** A text, a list of texts, the tokens of one, or a list of those. */
function parseInput(input: unknown): string[] {
  if (input === undefined) {
    const message = "Missing required parameter: 'input'.";
    throw badParameter("input", message, "missing_required_parameter");
  }
  const inputs: unknown[] = Array.isArray(input) && !input.every(isToken) ? input : [input];
  if (inputs.length > MAX_TEXTS) {
    throw badParameter("input", `Invalid 'input': expected at most ${MAX_TEXTS} texts.`);
  }
  return inputs.map((text) => {
    if (typeof text === "string" && text !== "") return text;
    // Practice models have no vocabulary: a token stands for its number.
    if (Array.isArray(text) && text.length > 0 && text.every(isToken)) return text.join(" ");
    throw badParameter("input", "Invalid 'input': expected texts or tokens, none of them empty.");
  });
}

function isToken(value: unknown): boolean {
  return typeof value === "number";
}

function parseDimensions(body: JsonObject): number {
  const value = body["dimensions"] ?? DEFAULT_DIMENSIONS;
  if (typeof value === "number" && Number.isInteger(value)) {
    if (value >= 1 && value <= MAX_DIMENSIONS) return value;
  }
  const message = `Invalid 'dimensions': expected a whole number from 1 to ${MAX_DIMENSIONS}.`;
  throw badParameter("dimensions", message, "invalid_value");
}
