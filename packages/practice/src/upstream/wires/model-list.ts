import { ApiError } from "../api-error.ts";

/** Where the models are listed, each also under its own id below it. */
export const MODELS_PATH = "/v1/models";

// Models are as old as the first release, so that lists can be compared.
const CREATED = 1_760_000_000;

/** The body of `GET /v1/models`, or of one model below it. Throws a 404 for an unknown one. */
export function modelList(ids: Iterable<string>, path: string): string {
  const data = Array.from(ids, (id) => ({
    id,
    object: "model",
    created: CREATED,
    owned_by: "practice",
  }));
  if (path === MODELS_PATH) return JSON.stringify({ object: "list", data });
  const wanted = path.slice(MODELS_PATH.length + 1);
  const model = data.find(({ id }) => id === wanted || encodeURIComponent(id) === wanted);
  if (model === undefined) throw unknownModel(wanted);
  return JSON.stringify(model);
}

/** 404 for a model that is not there. */
export function unknownModel(id: string): ApiError {
  return new ApiError(404, `The model \`${id}\` does not exist or you do not have access to it.`, {
    code: "model_not_found",
  });
}
