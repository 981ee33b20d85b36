import type { Wire } from "../wire.ts";
import { readEmbeddingsAnswer } from "./embeddings-answer.ts";

/** OpenAI's embeddings. */
export const embeddingsWire: Wire = {
  name: "embeddings",
  path: "/embeddings",
  isFree: false,
  readAnswer: readEmbeddingsAnswer,
  createEventReader: null,
};
