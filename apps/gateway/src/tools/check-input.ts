import type { JsonSchema } from "./tool.ts";

/** Below this the input is left to the tool. */
const maxDepth = 16;

/**
 * What about `value` does not fit the schema, or undefined where all does. Looks at `type`, `required`,
 * `properties`, `items` and `additionalProperties: false`: enough to tell a model its mistake. The rest is
 * the tool's to judge.
 */
export function checkInput(value: unknown, schema: JsonSchema): string | undefined {
  return problemAt("the input", value, schema, 0);
}

function problemAt(
  path: string,
  value: unknown,
  schema: unknown,
  depth: number,
): string | undefined {
  if (depth > maxDepth || !isObject(schema)) return undefined;
  const types = [schema["type"]].flat().filter((type) => typeof type === "string");
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    return `${path} must be ${types.join(" or ")}, not ${typeName(value)}`;
  }
  if (Array.isArray(value)) {
    return firstProblem(value.entries(), ([index, item]) =>
      problemAt(`${path}[${index}]`, item, schema["items"], depth + 1),
    );
  }
  return isObject(value) ? objectProblem(path, value, schema, depth) : undefined;
}

function objectProblem(
  path: string,
  value: JsonSchema,
  schema: JsonSchema,
  depth: number,
): string | undefined {
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const missing = required.find((key) => typeof key === "string" && !Object.hasOwn(value, key));
  if (missing !== undefined) return `${path} lacks ${JSON.stringify(missing)}`;
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  return firstProblem(Object.entries(value), ([key, item]) => {
    if (Object.hasOwn(properties, key)) {
      return problemAt(`${JSON.stringify(key)} in ${path}`, item, properties[key], depth + 1);
    }
    if (schema["additionalProperties"] !== false || isObject(schema["patternProperties"])) {
      return undefined;
    }
    const known = Object.keys(properties).join(", ") || "none";
    return `${path} may not have ${JSON.stringify(key)} (known: ${known})`;
  });
}

function firstProblem<T>(
  items: Iterable<T>,
  problem: (item: T) => string | undefined,
): string | undefined {
  for (const item of items) {
    const found = problem(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  return typeName(value) === type;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
