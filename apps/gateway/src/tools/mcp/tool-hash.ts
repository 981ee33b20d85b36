import { createHash } from "node:crypto";

/** A schema that is nested deeper is no schema that a model could follow. */
const maxDepth = 64;

/** What a model is told of a tool: what its approval is for. */
export interface ToolFace {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/**
 * SHA-256, in hex, over the name, the description and the input schema, whatever the order of its keys.
 * Null where the schema is nested too deep.
 */
export function hashOfTool({ name, description, inputSchema }: ToolFace): string | null {
  const text = canonical([name, description, inputSchema], 0);
  return text === null ? null : createHash("sha256").update(text).digest("hex");
}

function canonical(value: unknown, depth: number): string | null {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (depth > maxDepth) return null;
  if (Array.isArray(value))
    return joined(
      "[",
      value.map((item) => canonical(item, depth + 1)),
      "]",
    );
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => {
      const text = canonical(item, depth + 1);
      return text === null ? null : `${JSON.stringify(key)}:${text}`;
    });
  return joined("{", members, "}");
}

function joined(open: string, parts: readonly (string | null)[], close: string): string | null {
  return parts.includes(null) ? null : `${open}${parts.join(",")}${close}`;
}
