import { showMessages } from "../../content-text.ts";
import type { Face, FaceBody } from "../../face.ts";
import { readModel, type JsonObject } from "../../json-body.ts";
import { openAiDialect, openAiErrorBody } from "../openai-dialect.ts";

/** `POST /v1/embeddings`. */
export const embeddingsFace: Face = {
  wire: "embeddings",
  dialect: openAiDialect,
  readBody: readEmbeddingsBody,
  streamError: (error) => `data: ${openAiErrorBody(error)}\n\n`,
};

function readEmbeddingsBody(body: JsonObject): FaceBody {
  return {
    model: readModel(body),
    isStream: false,
    dropUsage: false,
    shown: () => showMessages(textsOf(body["input"]), (text) => ({ role: "user", text })),
    splice: () => ({}),
    agent: {
      kind: "refuses",
      why: "An agent answers in words and makes no embeddings. Name a provider's model as provider/model.",
    },
  };
}

/** A text, texts, or tokens, which only the model could read. */
function textsOf(input: unknown): string[] {
  const all: unknown[] = Array.isArray(input) ? input : [input];
  return all.filter((one) => typeof one === "string");
}
