import { asObject, type JsonObject } from "../../json.ts";
import { asCount } from "../read-members.ts";
import type { TokenUsage } from "../wire.ts";

/** Anthropic counts apart what was read from the cache and what was written to it: input is all three. */
export function readMessagesUsage(usage: JsonObject): TokenUsage {
  const fresh = asCount(usage["input_tokens"]);
  const cachedTokens = asCount(usage["cache_read_input_tokens"]);
  const cacheWriteTokens = asCount(usage["cache_creation_input_tokens"]);
  const written = asObject(usage["cache_creation"]);
  const details = asObject(usage["output_tokens_details"]);
  return {
    inputTokens: fresh === null ? null : fresh + (cachedTokens ?? 0) + (cacheWriteTokens ?? 0),
    outputTokens: asCount(usage["output_tokens"]),
    cachedTokens,
    cacheWriteTokens,
    cacheWrite1hTokens: asCount(written?.["ephemeral_1h_input_tokens"]),
    reasoningTokens: asCount(details?.["thinking_tokens"]),
  };
}

/** The counts at a stream's end. Those of the input are told again there, or only at the beginning. */
export function mergeUsage(first: TokenUsage | null, last: TokenUsage): TokenUsage {
  if (first === null || (last.inputTokens ?? 0) > 0) {
    const cacheWrite1hTokens = last.cacheWrite1hTokens ?? first?.cacheWrite1hTokens ?? null;
    return { ...last, cacheWrite1hTokens };
  }
  const { outputTokens, reasoningTokens } = last;
  return { ...first, outputTokens, reasoningTokens };
}
