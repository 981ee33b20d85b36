import { allModels, type ModelRow } from "@signalbox/api-contract";

/** A model's own page; of a provider without models, its requests. */
export function modelAddress({ provider, model }: Pick<ModelRow, "provider" | "model">) {
  return model === allModels
    ? ({ to: "/requests", search: { provider } } as const)
    : ({ to: "/models/$provider/$model", params: { provider, model } } as const);
}
