import { ApiError } from "../../api-error.ts";
import { countTokens } from "../../reply/tokenizer.ts";
import type { Face } from "../face.ts";
import { OPENAI_WORDS, openAiFace } from "../openai-face.ts";
import type { Wire } from "../wire.ts";
import type { EmbeddingsRequest } from "./embeddings-request.ts";
import { parseEmbeddingsRequest } from "./embeddings-request.ts";
import { vectorOf } from "./vector.ts";

const face: Face = {
  ...openAiFace,
  words: {
    ...OPENAI_WORDS,
    // No code here, unlike where there is a conversation.
    contextExceeded: (limit, tokens) =>
      new ApiError(
        400,
        `This model's maximum context length is ${limit} tokens, however you requested ${tokens} tokens (${tokens} in your prompt; 0 for the completion). Please reduce your prompt; or completion length.`,
      ),
  },
};

/** OpenAI's embeddings. */
export const embeddingsWire: Wire = {
  path: "/v1/embeddings",
  face,
  ask: (body) => {
    const request = parseEmbeddingsRequest(body);
    const promptTokens = request.texts.reduce((sum, text) => sum + countTokens(text), 0);
    return {
      kind: "lookup",
      model: request.model,
      stream: false,
      text: request.texts[0] ?? "",
      promptTokens,
      body: (isEmpty) => embeddings(isEmpty ? { ...request, texts: [] } : request, promptTokens),
    };
  },
};

function embeddings(
  { model, texts, dimensions, asBase64 }: EmbeddingsRequest,
  promptTokens: number,
): string {
  const data = texts.map((text, index) => {
    const vector = vectorOf(text, dimensions);
    const embedding = asBase64 ? Buffer.from(vector.buffer).toString("base64") : [...vector];
    return { object: "embedding", index, embedding };
  });
  const usage = { prompt_tokens: promptTokens, total_tokens: promptTokens };
  return JSON.stringify({ object: "list", data, model, usage });
}
