import { lastUserText } from "../../reply/prompt.ts";
import { countPrompt } from "../../reply/prompt-tokens.ts";
import { anthropicFace } from "../anthropic-face.ts";
import type { Wire } from "../wire.ts";
import { parseCountRequest } from "./messages-request.ts";

/** Anthropic's count of what a message would cost to read. Free, and never too long. */
export const countTokensWire: Wire = {
  path: "/v1/messages/count_tokens",
  face: anthropicFace,
  ask: (body) => {
    const prompt = parseCountRequest(body);
    return {
      kind: "lookup",
      model: prompt.model,
      stream: false,
      text: lastUserText(prompt.messages),
      promptTokens: 0,
      body: (isEmpty) =>
        JSON.stringify(isEmpty ? {} : { input_tokens: countPrompt(prompt).promptTokens }),
    };
  },
};
