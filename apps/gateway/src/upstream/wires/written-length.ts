import { asObject, parseJsonObject } from "../json.ts";

/** Where the wires have what a model wrote: chat, messages, responses. */
const written = ["choices", "content", "output"] as const;

/** Of what stands there, what is no part of the text. */
const unwritten: ReadonlySet<string> = new Set(["logprobs", "id", "type", "role", "finish_reason"]);

/**
 * How many characters a model wrote in an answer, whatever the wire: texts, reasoning and tools' inputs
 * of all its choices. For an answer whose provider does not tell its tokens.
 */
export function writtenLength(body: Buffer): number {
  const answer = parseJsonObject(body.toString("utf8"));
  if (answer === null) return 0;
  let length = 0;
  const left: unknown[] = written.map((key) => answer[key] ?? null);
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value === "string") length += value.length;
    if (Array.isArray(value)) for (const item of value) left.push(item ?? null);
    for (const [key, member] of Object.entries(asObject(value) ?? {})) {
      if (!unwritten.has(key)) left.push(member ?? null);
    }
  }
  return length;
}
