import type { Price } from "../config/index.ts";
import type { AttemptUsage } from "../recorder/index.ts";

const tokensPerMTok = 1_000_000;

/**
 * US dollars of one attempt, or null where its model has no known price or its tokens are unknown.
 * Cached input is part of the input and has a price of its own where one is set.
 */
export function costOf(usage: AttemptUsage, price: Price | undefined): number | null {
  const { inputTokens, outputTokens } = usage;
  if (price === undefined || inputTokens === null || outputTokens === null) return null;
  const cached = Math.min(usage.cachedTokens ?? 0, inputTokens);
  const cachedPrice = price.cachedInputPerMTok ?? price.inputPerMTok;
  return (
    ((inputTokens - cached) * price.inputPerMTok +
      cached * cachedPrice +
      outputTokens * price.outputPerMTok) /
    tokensPerMTok
  );
}
