import type { Wire } from "../wire.ts";
import { readChatAnswer } from "./chat-answer.ts";
import { ChatEvents } from "./chat-events.ts";

/** OpenAI's chat completions. */
export const chatWire: Wire = {
  name: "chat",
  path: "/chat/completions",
  isFree: false,
  readAnswer: readChatAnswer,
  createEventReader: (dropUsage) => new ChatEvents(dropUsage),
};
