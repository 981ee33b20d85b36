import type { Face } from "../../face.ts";
import { openAiDialect, openAiErrorBody } from "../openai-dialect.ts";
import { readChatBody } from "./chat-body.ts";

/** `POST /v1/chat/completions`. */
export const chatFace: Face = {
  wire: "chat",
  dialect: openAiDialect,
  readBody: readChatBody,
  streamError: (error) => `data: ${openAiErrorBody(error)}\n\n`,
};
