import type { calcPrice, findProvider, ModelInfo, Provider } from "@pydantic/genai-prices";
import type { ProviderConfig } from "../../config/index.ts";
import type { TokenUsage } from "../wires/wire.ts";
import { toLibraryUsage } from "./library-usage.ts";

interface PriceLibrary {
  readonly calcPrice: typeof calcPrice;
  readonly findProvider: typeof findProvider;
}

/** What is asked of them: who serves, and where. */
type Served = Pick<ProviderConfig, "kind" | "baseUrl">;

/** Clients choose models' names: of those asked for, so many are remembered. */
const maxKnownModels = 1_000;
/** No model has a longer name. */
const maxModelLength = 256;

/** A provider with this model and no other: it need not be looked for again. */
interface KnownModel {
  readonly provider: Provider;
  readonly model: ModelInfo;
}

/** What the big providers ask, as it was published when this version was made; nothing is fetched. */
export class PublicPrices {
  readonly #library: PriceLibrary;
  readonly #known = new Map<string, KnownModel | null>();

  private constructor(library: PriceLibrary) {
    this.#library = library;
  }

  /** Loaded when it is first needed, or before: it is half a megabyte of prices. */
  static async load(): Promise<PublicPrices> {
    return new PublicPrices(await import("@pydantic/genai-prices"));
  }

  /** US dollars at the prices of that moment, in epoch milliseconds. Null where they are not known. */
  costOf(served: Served, model: string, usage: TokenUsage, at: number): number | null {
    const known = this.#find(served, model);
    const counts = toLibraryUsage(usage);
    if (known === null || counts === null) return null;
    try {
      const timestamp = new Date(at);
      const { provider } = known;
      const price = this.#library.calcPrice(counts, model, { provider, timestamp });
      // What has no price adds nothing to the sum: of such a model the cost is unknown.
      if (price === null || price.model_price["input_mtok"] === undefined) return null;
      const isWhole = usage.outputTokens === 0 || price.model_price["output_mtok"] !== undefined;
      return isWhole && Number.isFinite(price.total_price) ? price.total_price : null;
    } catch {
      return null;
    }
  }

  /** Whether what is sent and what is answered have a price, whenever that is. */
  isPriced(served: Served, model: string): boolean {
    const prices = this.#find(served, model)?.model.prices ?? [];
    const all = Array.isArray(prices) ? prices.map((one) => one.prices) : [prices];
    const isWhole = (one: (typeof all)[number]) =>
      one["input_mtok"] !== undefined && one["output_mtok"] !== undefined;
    return all.length > 0 && all.every(isWhole);
  }

  /** How many tokens the model takes, question and answer together. */
  contextTokensOf(served: Served, model: string): number | null {
    return this.#find(served, model)?.model.context_window ?? null;
  }

  #find(served: Served, model: string): KnownModel | null {
    const key = `${served.kind} ${served.baseUrl} ${model}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = model.length > maxModelLength ? null : this.#lookUp(served, model);
    const [oldest] = this.#known.keys();
    if (this.#known.size >= maxKnownModels && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(key, found);
    return found;
  }

  #lookUp({ kind, baseUrl }: Served, model: string): KnownModel | null {
    if (kind === "practice") return null;
    const library = this.#library;
    const there = baseUrl === null ? undefined : library.findProvider({ providerApiUrl: baseUrl });
    const providerId = there?.id ?? (kind === "openai-compatible" ? null : kind);
    if (providerId === null) return null;
    const found = library.calcPrice({ input_tokens: 0, output_tokens: 0 }, model, { providerId });
    if (found === null) return null;
    return { provider: { ...found.provider, models: [found.model] }, model: found.model };
  }
}
