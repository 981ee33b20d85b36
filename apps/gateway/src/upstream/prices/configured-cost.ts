import type { Price } from "../../config/index.ts";
import type { TokenUsage } from "../wires/wire.ts";

const tokensPerMTok = 1_000_000;

/**
 * US dollars at a price from the config, or null where the tokens are unknown. What was read from the
 * cache or written to it is part of the input, and has a price of its own where one is set.
 */
export function configuredCost(usage: TokenUsage, price: Price): number | null {
  const { inputTokens, outputTokens } = usage;
  if (inputTokens === null || outputTokens === null) return null;
  const cached = Math.min(usage.cachedTokens ?? 0, inputTokens);
  const written = Math.min(usage.cacheWriteTokens ?? 0, inputTokens - cached);
  return (
    ((inputTokens - cached - written) * price.inputPerMTok +
      cached * (price.cachedInputPerMTok ?? price.inputPerMTok) +
      written * (price.cacheWritePerMTok ?? price.inputPerMTok) +
      outputTokens * price.outputPerMTok) /
    tokensPerMTok
  );
}
