import type { Face } from "../../face.ts";
import { anthropicDialect, anthropicErrorEvent } from "../anthropic-dialect.ts";
import { readMessagesBody } from "./messages-body.ts";

/** `POST /v1/messages`. */
export const messagesFace: Face = {
  wire: "messages",
  dialect: anthropicDialect,
  readBody: readMessagesBody,
  streamError: anthropicErrorEvent,
};
