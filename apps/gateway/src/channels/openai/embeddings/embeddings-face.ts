import { showMessages } from "../../content-text.ts";
import type { Face, FaceBody } from "../../face.ts";
import { readModel, refuseLong, type JsonObject } from "../../json-body.ts";
import { openAiDialect, openAiErrorBody } from "../openai-dialect.ts";

/** `POST /v1/embeddings`. */
export const embeddingsFace: Face = {
  wire: "embeddings",
  dialect: openAiDialect,
  readBody: readEmbeddingsBody,
  streamError: (error) => `data: ${openAiErrorBody(error)}\n\n`,
};

/** As many as OpenAI takes. */
const maxInputs = 2_048;
/** As many as OpenAI takes in one request. */
const maxTokens = 300_000;

function readEmbeddingsBody(body: JsonObject): FaceBody {
  const model = readModel(body);
  const { input } = body;
  if (Array.isArray(input)) {
    refuseLong(input, "input", typeof input[0] === "number" ? maxTokens : maxInputs);
  }
  return {
    model,
    isStream: false,
    dropUsage: false,
    shown: () => showMessages(textsOf(input), (text) => ({ role: "user", text })),
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
