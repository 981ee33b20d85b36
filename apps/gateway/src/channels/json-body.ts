import { ContractError } from "@signalbox/api-contract";
import { isDeeperThan } from "./json-depth.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** JSON schemas of tools are what goes deepest. */
const maxDepth = 128;
/** As over tRPC. */
const maxModelLength = 256;

/** Throws `invalid` where a body is no JSON object. */
export function parseJsonBody(text: string): JsonObject {
  if (isDeeperThan(maxDepth, text)) {
    throw invalid(`The request's body is nested deeper than ${maxDepth} levels.`);
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalid("The request's body is no valid JSON.");
  }
  if (isObject(body)) return body;
  throw invalid("The request's body must be a JSON object.");
}

/** The member that every face has. */
export function readModel({ model }: JsonObject): string {
  if (typeof model !== "string" || model === "") {
    throw invalid("model is missing. Name an agent, or a provider's model as provider/model.");
  }
  if (model.length <= maxModelLength) return model;
  throw invalid(`The model's name is longer than ${maxModelLength} characters.`);
}

/** A list with something in it. */
export function readList(body: JsonObject, key: string): readonly unknown[] {
  const value = body[key];
  if (Array.isArray(value) && value.length > 0) return value;
  throw invalid(`${key} is missing. It must be a list with one member at least.`);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object as it is; of anything else, one with nothing in it. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function invalid(message: string): ContractError {
  return new ContractError("invalid", message);
}
