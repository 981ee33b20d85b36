import { memberRanges } from "./member-ranges.ts";

/** As the faces call the longest answer that a client wants. */
const bounds: ReadonlySet<string> = new Set([
  "max_tokens",
  "max_completion_tokens",
  "max_output_tokens",
]);

/** What a client said of the length of its answers. */
export interface AskedOutput {
  /** Of one answer, in tokens; null where nothing was said. */
  readonly maxTokens: number | null;
  /** Answers to the same question, side by side. */
  readonly answers: number;
}

/** Reads it off a request's body, which was parsed before. */
export function askedOutput(body: string): AskedOutput {
  let maxTokens: number | null = null;
  let answers = 1;
  for (const { key, start, end } of memberRanges(
    body,
    (name) => name === "n" || bounds.has(name),
  )) {
    const value = Number(body.slice(start, end));
    if (!Number.isSafeInteger(value) || value < 1) continue;
    if (key === "n") answers = Math.max(answers, value);
    else maxTokens = Math.max(maxTokens ?? 0, value);
  }
  return { maxTokens, answers };
}
