/** A JSON object, its values unknown. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether it is an object with keys: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
