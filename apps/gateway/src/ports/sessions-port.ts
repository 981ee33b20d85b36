import { ContractError, type Message, type SessionRow } from "@signalbox/api-contract";
import type { SessionsPort } from "@signalbox/api-contract/server";
import type { History, SessionPlace, SessionSums } from "../history/index.ts";
import type { ConversationRow, StateStore, StoredMessage } from "../state/index.ts";

const maxText = 64 * 1024;

type Conversations = StateStore["conversations"];

/** Conversations as `state.db` has them, and what their requests came to as `history.db` does. */
export function createSessionsPort(
  conversations: Conversations,
  history: History,
  nameOf: (clientId: string) => string,
): SessionsPort {
  return {
    async list({ limit, before }) {
      const place = before === undefined ? null : decodeCursor(before);
      const [kept, sums] = await Promise.all([
        conversations.list(maxConversations),
        history.boot === 0 ? [] : history.ask("sessions", { limit, before: place }),
      ]);
      const rows = joined(kept, sums, nameOf);
      const after = place === null ? rows : rows.filter((row) => isBefore(row, place));
      return after.slice(0, limit);
    },
    async get(sessionId) {
      const [found, sums] = await Promise.all([
        conversations.find(sessionId),
        history.boot === 0 ? [] : history.ask("sessions", { limit: 100, before: null, sessionId }),
      ]);
      const [newest] = joined(found, sums, nameOf);
      if (newest === undefined) {
        throw new ContractError("not_found", `There is no session ${sessionId}.`);
      }
      const { clientId } = newest;
      const messages = found.some((one) => one.clientId === clientId)
        ? await conversations.load({ clientId, sessionId })
        : [];
      return { ...newest, conversation: messages.map(toMessage) };
    },
  };
}

/** As many as are looked through for the newest ones. */
const maxConversations = 500;

/** One row for each session that either file knows, those that something happened in last first. */
function joined(
  conversations: readonly ConversationRow[],
  sums: readonly SessionSums[],
  nameOf: (clientId: string) => string,
): SessionRow[] {
  const keyOf = (one: { clientId: string; sessionId: string }) =>
    `${one.clientId} ${one.sessionId}`;
  const conversationOf = new Map(conversations.map((one) => [keyOf(one), one]));
  const sumsOf = new Map(sums.map((one) => [keyOf(one), one]));
  const keys = new Set([...conversationOf.keys(), ...sumsOf.keys()]);
  return Array.from(keys)
    .flatMap((key) => rowOf(conversationOf.get(key), sumsOf.get(key), nameOf))
    .toSorted((a, b) => (isBefore(a, placeOf(b)) ? 1 : -1));
}

function rowOf(
  conversation: ConversationRow | undefined,
  sums: SessionSums | undefined,
  nameOf: (clientId: string) => string,
): SessionRow[] {
  const any = conversation ?? sums;
  if (any === undefined) return [];
  const { clientId, sessionId } = any;
  const updatedAt = Math.max(conversation?.updatedAt ?? 0, sums?.lastAt ?? 0);
  return [
    {
      sessionId,
      client: nameOf(clientId),
      clientId,
      messages: conversation?.messages ?? 0,
      createdAt: Math.min(conversation?.createdAt ?? Infinity, sums?.firstAt ?? Infinity),
      updatedAt,
      requests: sums?.requests ?? 0,
      failed: sums?.failed ?? 0,
      inputTokens: sums?.inputTokens ?? 0,
      outputTokens: sums?.outputTokens ?? 0,
      costUsd: sums === undefined || sums.unpriced > 0 ? null : sums.costUsd,
      cursor: encodeCursor({ lastAt: updatedAt, clientId, sessionId }),
    },
  ];
}

function placeOf({ updatedAt, clientId, sessionId }: SessionRow): SessionPlace {
  return { lastAt: updatedAt, clientId, sessionId };
}

/** In the order of the list, which is that of the file: by time, then by client and session. */
function isBefore({ updatedAt, clientId, sessionId }: SessionRow, place: SessionPlace): boolean {
  if (updatedAt !== place.lastAt) return updatedAt < place.lastAt;
  if (clientId !== place.clientId) return clientId < place.clientId;
  return sessionId < place.sessionId;
}

function encodeCursor({ lastAt, clientId, sessionId }: SessionPlace): string {
  return `${lastAt} ${clientId} ${sessionId}`;
}

function decodeCursor(cursor: string): SessionPlace {
  const [, at, clientId, sessionId] = /^(\d{1,16}) (\S+) (.+)$/.exec(cursor) ?? [];
  if (at === undefined || clientId === undefined || sessionId === undefined) {
    throw new ContractError(
      "invalid",
      "The cursor is none that sessions.list gave. Leave it out to begin with the newest.",
    );
  }
  return { lastAt: Number(at), clientId, sessionId };
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
