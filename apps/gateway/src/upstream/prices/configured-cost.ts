import type { Price } from "../../config/index.ts";
import type { TokenUsage } from "../wires/wire.ts";

const tokensPerMTok = 1_000_000;

/**
 * US dollars at a price from the config, or null where the tokens are unknown. Cached input is part of
 * the input and has a price of its own where one is set.
 */
export function configuredCost(usage: TokenUsage, price: Price): number | null {
  const { inputTokens, outputTokens } = usage;
  if (inputTokens === null || outputTokens === null) return null;
  const cached = Math.min(usage.cachedTokens ?? 0, inputTokens);
  const cachedPrice = price.cachedInputPerMTok ?? price.inputPerMTok;
  return (
    ((inputTokens - cached) * price.inputPerMTok +
      cached * cachedPrice +
      outputTokens * price.outputPerMTok) /
    tokensPerMTok
  );
}
