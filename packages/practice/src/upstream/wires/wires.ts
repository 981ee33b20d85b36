import type { IncomingHttpHeaders } from "node:http";
import { anthropicFace } from "./anthropic-face.ts";
import { chatWire } from "./chat/chat-wire.ts";
import { embeddingsWire } from "./embeddings/embeddings-wire.ts";
import type { Face } from "./face.ts";
import { countTokensWire } from "./messages/count-tokens-wire.ts";
import { messagesWire } from "./messages/messages-wire.ts";
import { openAiFace } from "./openai-face.ts";
import { responsesWire } from "./responses/responses-wire.ts";
import type { Wire } from "./wire.ts";

/** All wires by their path. One is added here. */
export const WIRES: ReadonlyMap<string, Wire> = new Map(
  [chatWire, responsesWire, messagesWire, countTokensWire, embeddingsWire].map((wire) => [
    wire.path,
    wire,
  ]),
);

/** How to speak to a client on a path that is no wire: Anthropic's say their version. */
export function faceFor(headers: IncomingHttpHeaders): Face {
  return headers["anthropic-version"] === undefined ? openAiFace : anthropicFace;
}
