import { createHash } from "node:crypto";
import type { SdkMessage, SdkPrompt } from "./sdk-model.ts";

/**
 * A prompt as the wire `messages` takes it, whoever answered before: system messages stand at its front,
 * and ids of tool calls hold only what that wire allows.
 */
export function asMessagesPrompt(prompt: SdkPrompt): SdkPrompt {
  const isSystem = ({ role }: SdkMessage): boolean => role === "system";
  return [
    ...prompt.filter(isSystem),
    ...prompt.filter((message) => !isSystem(message)).map(withPlainIds),
  ];
}

function withPlainIds(message: SdkMessage): SdkMessage {
  if (message.role === "assistant") {
    return { ...message, content: message.content.map(withPlainId) };
  }
  if (message.role === "tool") return { ...message, content: message.content.map(withPlainId) };
  return message;
}

function withPlainId<Part extends object>(part: Part): Part {
  if (!("toolCallId" in part) || typeof part.toolCallId !== "string") return part;
  return { ...part, toolCallId: plainId(part.toolCallId) };
}

/** The same for a call and its result, and another for another call. */
function plainId(id: string): string {
  if (/^[\w-]{1,64}$/.test(id)) return id;
  return `call_${createHash("sha256").update(id).digest("hex").slice(0, 24)}`;
}
