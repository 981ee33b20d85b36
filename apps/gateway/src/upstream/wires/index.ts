import { chatWire } from "./chat/chat-wire.ts";
import { countTokensWire } from "./count-tokens/count-tokens-wire.ts";
import { embeddingsWire } from "./embeddings/embeddings-wire.ts";
import { messagesWire } from "./messages/messages-wire.ts";
import { responsesWire } from "./responses/responses-wire.ts";
import type { Wire, WireName } from "./wire.ts";

export type { Wire, WireName } from "./wire.ts";

const wires: Readonly<Record<WireName, Wire>> = {
  chat: chatWire,
  responses: responsesWire,
  messages: messagesWire,
  count_tokens: countTokensWire,
  embeddings: embeddingsWire,
};

export function wireOf(name: WireName): Wire {
  return wires[name];
}
