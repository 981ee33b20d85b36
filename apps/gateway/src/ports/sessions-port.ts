import { ContractError, type Message, type SessionRow } from "@signalbox/api-contract";
import type { SessionsPort } from "@signalbox/api-contract/server";
import type { History, SessionPlace, SessionsFilter, SessionSums } from "../history/index.ts";
import { laneKey } from "../lanes/index.ts";
import { contentOf } from "./message-content.ts";
import type { ConversationRow, StateStore, StoredMessage } from "../state/index.ts";
import { knownCost } from "./known-cost.ts";

const maxText = 64 * 1024;

type Conversations = StateStore["conversations"];

/** Conversations as `state.db` has them, and what their requests came to as `history.db` does. */
export function createSessionsPort(
  conversations: Conversations,
  history: History,
  nameOf: (clientId: string) => string,
): SessionsPort {
  return {
    async list({ limit, before, ...filter }) {
      const place = before === undefined ? null : decodeCursor(before);
      const [kept, sums] = await Promise.all([
        conversations.list(maxConversations),
        history.boot === 0 ? [] : history.ask("sessions", { limit, before: place, filter }),
      ]);
      const rows = joined(await completed(conversations, kept, sums), sums, nameOf);
      return rows
        .filter((row) => matches(row, filter) && (place === null || isBefore(row, place)))
        .slice(0, limit);
    },
    async get({ sessionId, clientId: owner }) {
      const query = { limit: 100, before: null, sessionId, clientId: owner };
      const [found, sums] = await Promise.all([
        owner === undefined
          ? conversations.find(sessionId)
          : conversations.rows([{ clientId: owner, sessionId }]),
        history.boot === 0 ? [] : history.ask("sessions", query),
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

/** With the conversations of those whose requests were found, however long they have been quiet. */
async function completed(
  conversations: Conversations,
  kept: readonly ConversationRow[],
  sums: readonly SessionSums[],
): Promise<readonly ConversationRow[]> {
  const known = new Set(kept.map(keyOf));
  const missing = sums.filter((one) => !known.has(keyOf(one)));
  if (missing.length === 0) return kept;
  const keys = missing.map(({ clientId, sessionId }) => ({ clientId, sessionId }));
  return [...kept, ...(await conversations.rows(keys))];
}

function keyOf({ clientId, sessionId }: { clientId: string; sessionId: string }): string {
  return `${clientId} ${sessionId}`;
}

/** What the file was asked for, of conversations too. */
function matches(row: SessionRow, { text, client, failed, from, to }: SessionsFilter): boolean {
  if (failed === true && row.failed === 0) return false;
  if (client !== undefined && row.client !== client) return false;
  if (from !== undefined && row.updatedAt < from) return false;
  if (to !== undefined && row.createdAt > to) return false;
  const words = `${row.sessionId} ${row.client}`.toLowerCase();
  return text === undefined || words.includes(text.toLowerCase());
}

/** One row for each session that either file knows, those that something happened in last first. */
function joined(
  conversations: readonly ConversationRow[],
  sums: readonly SessionSums[],
  nameOf: (clientId: string) => string,
): SessionRow[] {
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
      client: clientNameOf(clientId, sums, nameOf),
      clientId,
      lane: laneKey(clientId, sessionId, ""),
      messages: conversation?.messages ?? 0,
      createdAt: Math.min(conversation?.createdAt ?? Infinity, sums?.firstAt ?? Infinity),
      updatedAt,
      requests: sums?.requests ?? 0,
      failed: sums?.failed ?? 0,
      inputTokens: sums?.inputTokens ?? 0,
      outputTokens: sums?.outputTokens ?? 0,
      ...knownCost(sums),
      cursor: encodeCursor({ lastAt: updatedAt, clientId, sessionId }),
    },
  ];
}

/** A token that is gone is told by the name that its requests were stored with. */
function clientNameOf(
  clientId: string,
  sums: SessionSums | undefined,
  nameOf: (clientId: string) => string,
): string {
  const name = nameOf(clientId);
  return name === clientId ? (sums?.client ?? name) : name;
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
  const { text, tools } = contentOf(JSON.parse(content));
  return {
    role: isRole(role) ? role : "assistant",
    text: text.slice(0, maxText),
    at,
    requestId,
    tool: tools.length === 0 ? null : [...new Set(tools)].join(", "),
    truncatedBytes: Math.max(0, text.length - maxText),
  };
}

function isRole(role: string): role is Message["role"] {
  return role === "system" || role === "user" || role === "assistant" || role === "tool";
}
