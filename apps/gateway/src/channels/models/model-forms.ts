import type { ListedModel } from "./models-list.ts";

/** How one kind of client reads a model, and a list of them. `since` is epoch milliseconds. */
export interface ModelForm {
  readonly one: (model: ListedModel, since: number) => unknown;
  readonly list: (models: readonly ListedModel[], since: number) => unknown;
}

export const openAiModels: ModelForm = {
  one: openAiModel,
  list: (models, since) => ({
    object: "list",
    data: models.map((model) => openAiModel(model, since)),
  }),
};

/** All of them are one page. */
export const anthropicModels: ModelForm = {
  one: anthropicModel,
  list: (models, since) => ({
    data: models.map((model) => anthropicModel(model, since)),
    has_more: false,
    first_id: models.at(0)?.id ?? null,
    last_id: models.at(-1)?.id ?? null,
  }),
};

function openAiModel({ id, owner }: ListedModel, since: number) {
  return { id, object: "model", created: Math.floor(since / 1_000), owned_by: owner };
}

function anthropicModel({ id }: ListedModel, since: number) {
  return { type: "model", id, display_name: id, created_at: new Date(since).toISOString() };
}
