import type { Series } from "../rollup/series.ts";
import type { DimensionTable } from "./dimension-table.ts";

/**
 * Finds the series of `provider/model` by two lookups: joining the two names first would cost more
 * than all the recording. Only pairs that have a series of their own are remembered, so the table's
 * bound is this one's too.
 */
export class ModelHandles {
  readonly #byProvider = new Map<string, Map<string, Series>>();
  readonly #table: DimensionTable;

  constructor(table: DimensionTable) {
    this.#table = table;
  }

  resolve(provider: unknown, model: unknown): Series | undefined {
    if (typeof model !== "string" || model === "") return undefined;
    const owner = typeof provider === "string" ? provider : "";
    return this.#byProvider.get(owner)?.get(model) ?? this.#admit(owner, model);
  }

  #admit(provider: string, model: string): Series | undefined {
    const value = provider === "" ? model : `${provider}/${model}`;
    const series = this.#table.resolve(value);
    if (series?.value !== value) return series;
    const models = this.#byProvider.get(provider) ?? new Map<string, Series>();
    models.set(model, series);
    this.#byProvider.set(provider, models);
    return series;
  }
}
