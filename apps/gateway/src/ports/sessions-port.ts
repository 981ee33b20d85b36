import { ContractError, type Message, type SessionRow } from "@signalbox/api-contract";
import type { SessionsPort } from "@signalbox/api-contract/server";
import type { ConversationRow, StateStore, StoredMessage } from "../state/index.ts";

const listed = 500;
const maxText = 64 * 1024;

/** Conversations as the disk has them. */
export function createSessionsPort(
  conversations: StateStore["conversations"],
  nameOf: (clientId: string) => string,
): SessionsPort {
  const toRow = (row: ConversationRow): SessionRow => ({
    sessionId: row.sessionId,
    client: nameOf(row.clientId),
    messages: row.messages,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  });
  return {
    async list() {
      return (await conversations.list(listed)).map(toRow);
    },
    async get(sessionId) {
      const [newest] = await conversations.find(sessionId);
      if (newest === undefined) {
        throw new ContractError("not_found", `There is no conversation ${sessionId}.`);
      }
      const messages = await conversations.load(newest);
      return { ...toRow(newest), conversation: messages.map(toMessage) };
    },
  };
}

function toMessage({ role, content, at, requestId }: StoredMessage): Message {
  const text = textOf(JSON.parse(content));
  return {
    role: isRole(role) ? role : "assistant",
    text: text.slice(0, maxText),
    at,
    requestId,
    tool: null,
    truncatedBytes: Math.max(0, text.length - maxText),
  };
}

function isRole(role: string): role is Message["role"] {
  return role === "system" || role === "user" || role === "assistant" || role === "tool";
}

/** A message is text, or parts of which some are. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return JSON.stringify(content) ?? "";
  return content.map(textOfPart).join("\n");
}

function textOfPart(part: unknown): string {
  if (
    typeof part === "object" &&
    part !== null &&
    "text" in part &&
    typeof part.text === "string"
  ) {
    return part.text;
  }
  return JSON.stringify(part) ?? "";
}
