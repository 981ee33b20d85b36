import type { IncomingHttpHeaders } from "node:http";

/** What a client may want to know of the provider's own limits, and how its clients retry. */
const passedNames = [
  "retry-after",
  "retry-after-ms",
  "x-should-retry",
  ...["requests", "tokens"].flatMap((what) =>
    ["limit", "remaining", "reset"].map((which) => `x-ratelimit-${which}-${what}`),
  ),
  ...["requests", "tokens", "input-tokens", "output-tokens"].flatMap((what) =>
    ["limit", "remaining", "reset"].map((which) => `anthropic-ratelimit-${what}-${which}`),
  ),
  "openai-version",
  "openai-model",
  "openai-processing-ms",
] as const;

/** No limit and no date is longer. */
const maxValueLength = 128;
/** All of them together. */
const maxTotalLength = 4_096;

/** Those of a provider's headers that its clients read; one that is too long is none of them. */
export function passedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const passed: Record<string, string> = {};
  let total = 0;
  for (const name of passedNames) {
    const value = headers[name];
    if (typeof value !== "string" || value.length > maxValueLength) continue;
    total += name.length + value.length;
    if (total > maxTotalLength) break;
    passed[name] = value;
  }
  return passed;
}
