import type { Wire } from "../wire.ts";
import { readMessagesAnswer } from "./messages-answer.ts";
import { MessagesEvents } from "./messages-events.ts";

/** Anthropic's messages. */
export const messagesWire: Wire = {
  name: "messages",
  path: "/messages",
  isFree: false,
  readAnswer: readMessagesAnswer,
  createEventReader: () => new MessagesEvents(),
};
