import type { Random } from "../../random.ts";
import type { JsonObject } from "./json-value.ts";
import { isJsonObject } from "./json-value.ts";

/** What a sample may draw on. */
export interface SampleSource {
  readonly random: Random;
  /** What the user said: it fills strings that want words. */
  readonly text: string;
}

// Deep enough for any real tool; a schema that refers to itself ends here.
const MAX_DEPTH = 6;
// A schema may also branch, and its sizes multiply with every level.
const MAX_VALUES = 500;
const MAX_ITEMS = 8;

/** A value that a JSON schema accepts, as far as plain keywords say. Required properties alone. */
export function sampleSchema(schema: unknown, source: SampleSource): unknown {
  return sample(schema, {
    ...source,
    root: schema,
    name: "",
    depth: 0,
    left: { values: MAX_VALUES },
  });
}

interface Place extends SampleSource {
  readonly root: unknown;
  readonly name: string;
  readonly depth: number;
  /** Shared by all places of one sample. */
  readonly left: { values: number };
}

function sample(schema: unknown, place: Place): unknown {
  place.left.values -= 1;
  if (!isJsonObject(schema) || place.depth > MAX_DEPTH || place.left.values < 0) return "";
  const inner = { ...place, depth: place.depth + 1 };
  const given = givenValue(schema, place.random);
  if (given !== undefined) return given.value;
  if (typeof schema["$ref"] === "string") return sample(resolve(schema["$ref"], place.root), inner);
  const variants: unknown[] = [schema["anyOf"], schema["oneOf"], schema["allOf"]].flat();
  const variant = variants.find(isJsonObject);
  if (variant !== undefined && schema["type"] === undefined) return sample(variant, inner);
  switch (typeOf(schema)) {
    case "object":
      return sampleObject(schema, inner);
    case "array":
      return Array.from({ length: Math.min(numberAt(schema, "minItems") ?? 1, MAX_ITEMS) }, () =>
        sample(schema["items"], inner),
      );
    case "integer":
    case "number":
      return sampleNumber(schema, place.random);
    case "boolean":
      return place.random.chance(0.5);
    case "null":
      return null;
    default:
      return sampleString(schema, place);
  }
}

/** A value the schema names itself. */
function givenValue(schema: JsonObject, random: Random): { readonly value: unknown } | undefined {
  if ("const" in schema) return { value: schema["const"] };
  if (Array.isArray(schema["enum"])) return { value: random.pick<unknown>(schema["enum"]) };
  if ("default" in schema) return { value: schema["default"] };
  if (Array.isArray(schema["examples"]) && schema["examples"].length > 0) {
    return { value: random.pick<unknown>(schema["examples"]) };
  }
  return undefined;
}

function typeOf(schema: JsonObject): unknown {
  const type: unknown = Array.isArray(schema["type"]) ? schema["type"][0] : schema["type"];
  return type ?? (isJsonObject(schema["properties"]) ? "object" : "string");
}

function sampleObject(schema: JsonObject, place: Place): JsonObject {
  const properties = isJsonObject(schema["properties"]) ? schema["properties"] : {};
  const required: unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
  const names = required.filter((name) => typeof name === "string");
  return Object.fromEntries(
    names.map((name) => [name, sample(properties[name] ?? {}, { ...place, name })]),
  );
}

function sampleNumber(schema: JsonObject, random: Random): number {
  const low = numberAt(schema, "minimum") ?? (numberAt(schema, "exclusiveMinimum") ?? 0) + 1;
  const high =
    numberAt(schema, "maximum") ?? (numberAt(schema, "exclusiveMaximum") ?? low + 10) - 1;
  return low >= high ? low : Math.ceil(low) + random.below(Math.floor(high) - Math.ceil(low) + 1);
}

function sampleString(schema: JsonObject, { name, text }: Place): string {
  const plain = wordsFor(schema["format"], name) ?? (text === "" ? "signal" : text.slice(0, 200));
  const longest = numberAt(schema, "maxLength") ?? plain.length;
  return plain.slice(0, longest).padEnd(numberAt(schema, "minLength") ?? 0, ".");
}

function wordsFor(format: unknown, name: string): string | undefined {
  if (format === "date-time") return "2030-01-01T09:14:00Z";
  if (format === "date") return "2030-01-01";
  if (format === "uri" || /ur[il]$/i.test(name)) return "https://example.invalid/";
  if (format === "email") return "signaller@example.invalid";
  if (format === "uuid") return "00000000-0000-4000-8000-000000000000";
  if (/(?:zone|^tz)$/i.test(name)) return "UTC";
  return undefined;
}

function numberAt(schema: JsonObject, key: string): number | undefined {
  const value = schema[key];
  return typeof value === "number" ? value : undefined;
}

/** Follows `#/$defs/name` within the schema; anything else accepts whatever it gets. */
function resolve(reference: string, root: unknown): unknown {
  let found = root;
  for (const step of reference.replace(/^#\/?/, "").split("/")) {
    if (!isJsonObject(found)) return {};
    found = found[step];
  }
  return found;
}
