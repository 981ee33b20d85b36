import type { Price, ProviderConfig } from "../../config/index.ts";
import type { TokenUsage } from "../wires/wire.ts";
import { configuredCost } from "./configured-cost.ts";
import { PublicPrices } from "./public-prices.ts";

export interface PriceBookOptions {
  /** The config's prices as they are now, by `provider/model`. */
  readonly configured: () => ReadonlyMap<string, Price>;
  /** Epoch milliseconds: some prices change at a date, or by the hour. */
  readonly now: () => number;
  /** Told once where the public prices can't be read; models without a configured price have none then. */
  readonly onError: (error: unknown) => void;
}

/**
 * What a model's tokens cost: by the config first, else by the public prices of who serves it. What is
 * not known is null, and never 0.
 */
export class PriceBook {
  readonly #options: PriceBookOptions;
  #loading: Promise<void> | null = null;
  #public: PublicPrices | null = null;

  constructor(options: PriceBookOptions) {
    this.#options = options;
  }

  /** Reads the public prices, once. Until then only the config's are known. Never rejects. */
  load(): Promise<void> {
    return (this.#loading ??= this.#load());
  }

  costOf(provider: ProviderConfig, model: string, usage: TokenUsage): number | null {
    const configured = this.#configured(provider, model);
    if (configured !== undefined) return configuredCost(usage, configured);
    return this.#public?.costOf(provider, model, usage, this.#options.now()) ?? null;
  }

  isPriced(provider: ProviderConfig, model: string): boolean {
    if (this.#configured(provider, model) !== undefined) return true;
    return this.#public?.isPriced(provider, model) ?? false;
  }

  /** How many tokens the model takes, where that is known. */
  contextTokensOf(provider: ProviderConfig, model: string): number | null {
    return this.#public?.contextTokensOf(provider, model) ?? null;
  }

  #configured(provider: ProviderConfig, model: string): Price | undefined {
    return this.#options.configured().get(`${provider.name}/${model}`);
  }

  async #load(): Promise<void> {
    try {
      this.#public = await PublicPrices.load();
    } catch (error) {
      this.#options.onError(error);
    }
  }
}
