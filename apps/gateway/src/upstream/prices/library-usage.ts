import type { Usage } from "@pydantic/genai-prices";
import type { TokenUsage } from "../wires/wire.ts";

/** Counts in the library's words, where no part is larger than its whole. Null where they are unknown. */
export function toLibraryUsage(usage: TokenUsage): Usage | null {
  const { inputTokens, outputTokens } = usage;
  if (inputTokens === null || outputTokens === null) return null;
  const read = Math.min(usage.cachedTokens ?? 0, inputTokens);
  const written = Math.min(usage.cacheWriteTokens ?? 0, inputTokens - read);
  return {
    input_tokens: inputTokens,
    cache_read_tokens: read,
    cache_write_tokens: written,
    cache_write_1h_tokens: Math.min(usage.cacheWrite1hTokens ?? 0, written),
    output_tokens: outputTokens,
    output_reasoning_tokens: Math.min(usage.reasoningTokens ?? 0, outputTokens),
  };
}
