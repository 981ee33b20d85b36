import { anthropicFace } from "../anthropic-face.ts";
import type { Wire } from "../wire.ts";
import { askReply } from "../wire.ts";
import { messagesEncoder } from "./messages-encoder.ts";
import { parseMessagesRequest } from "./messages-request.ts";

/** Anthropic's messages. */
export const messagesWire: Wire = {
  path: "/v1/messages",
  face: anthropicFace,
  ask: (body) => askReply(parseMessagesRequest(body), messagesEncoder),
};
