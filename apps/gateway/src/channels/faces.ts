import { routeOf } from "../upstream/index.ts";
import type { Face } from "./face.ts";
import { countTokensFace } from "./anthropic/messages/count-tokens-face.ts";
import { messagesFace } from "./anthropic/messages/messages-face.ts";
import { chatFace } from "./openai/chat/chat-face.ts";
import { embeddingsFace } from "./openai/embeddings/embeddings-face.ts";
import { responsesFace } from "./openai/responses/responses-face.ts";

/** Every face by its path. One is added here. */
export const faces: ReadonlyMap<string, Face> = new Map(
  [chatFace, responsesFace, embeddingsFace, messagesFace, countTokensFace].map(
    (face): [string, Face] => [routeOf[face.wire], face],
  ),
);
