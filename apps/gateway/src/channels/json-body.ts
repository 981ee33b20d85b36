import { ContractError } from "@signalbox/api-contract";
import { excessOf, type JsonBounds } from "./json-excess.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** JSON schemas of tools are what goes deepest; messages and their parts are what there is most of, and tokens. */
const bounds: JsonBounds = {
  depth: 128,
  members: 1_000,
  containers: 50_000,
  names: 150_000,
  values: 400_000,
};

const excesses: Readonly<Record<keyof JsonBounds, string>> = {
  depth: `is nested deeper than ${bounds.depth} levels`,
  members: `has more than ${countText(bounds.members)} members`,
  containers: `has more than ${countText(bounds.containers)} lists and objects in it`,
  names: `has more than ${countText(bounds.names)} members of objects in it`,
  values: `has more than ${countText(bounds.values)} values in it`,
};

/** Messages of a conversation, or items of an input. */
const maxListed = 10_000;
/** As over tRPC. */
const maxModelLength = 256;

/** Throws `invalid` where a body is no JSON object. */
export function parseJsonBody(text: string): JsonObject {
  const excess = excessOf(text, bounds);
  if (excess !== null) throw invalid(`The request's body ${excesses[excess]}.`);
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
  if (!Array.isArray(value) || value.length === 0) {
    throw invalid(`${key} is missing. It must be a list with one member at least.`);
  }
  refuseLong(value, key);
  return value;
}

/** Throws `invalid` where a list is longer than it may be. */
export function refuseLong(list: readonly unknown[], key: string, max: number = maxListed): void {
  if (list.length <= max) return;
  throw invalid(
    `${key} has ${countText(list.length)} members, and ${countText(max)} is its limit. Send fewer.`,
  );
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

function countText(count: number): string {
  return count.toLocaleString("en-US");
}
