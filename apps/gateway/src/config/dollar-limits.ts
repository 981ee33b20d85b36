import type { Problem } from "./config-error.ts";
import type { ParsedFile } from "./config-text.ts";
import type { ProviderConfig } from "./config.ts";
import type { FileAgent } from "./schema.ts";

/** A limit in dollars with nothing beside it that would hold where a model has no price. */
export interface DollarLimit {
  /** As `provider/model`; the file has no price for them. */
  readonly models: readonly string[];
  readonly problem: (model: string) => Problem;
}

const limits = [
  ["usdPerRequest", "tokensPerRequest"],
  ["usdPerSession", "tokensPerSession"],
] as const;

/** An agent's limits in dollars that stand or fall with the public prices of its models. */
export function dollarLimitsOf(
  file: ParsedFile,
  name: string,
  { budget = {} }: FileAgent,
  models: readonly string[],
): DollarLimit[] {
  const priced = file.namesUnder("prices");
  const unpriced = models.filter((model) => !priced.includes(model));
  if (unpriced.length === 0) return [];
  return limits
    .filter(([usd, tokens]) => budget[usd] !== undefined && budget[tokens] === undefined)
    .map(([usd, tokens]) => ({
      models: unpriced,
      problem: (model) =>
        file.problem(
          ["agents", name, "budget", usd],
          `there is no price for ${model}, so dollars can't be counted; add prices.${model}, or set ${tokens} too`,
        ),
    }));
}

/** A limit in dollars is none where a model has no price. The public prices are read only if it comes to them. */
export async function findUnpriced(
  dollarLimits: readonly DollarLimit[],
  providers: ReadonlyMap<string, ProviderConfig>,
): Promise<Problem[]> {
  if (dollarLimits.length === 0) return [];
  const { PublicPrices } = await import("../upstream/prices/public-prices.ts");
  const prices = await PublicPrices.load();
  const isPriced = (name: string): boolean => {
    const slash = name.indexOf("/");
    const provider = providers.get(name.slice(0, slash));
    // What is wrong with a provider was told, and until it is right nobody knows whose prices are meant.
    return provider === undefined || prices.isPriced(provider, name.slice(slash + 1));
  };
  return dollarLimits.flatMap(({ models, problem }) => {
    const model = models.find((one) => !isPriced(one));
    return model === undefined ? [] : [problem(model)];
  });
}
