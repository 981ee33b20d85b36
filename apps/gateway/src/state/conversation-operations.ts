import type { DatabaseSync } from "node:sqlite";
import { messageOverheadBytes, pruneConversations } from "./conversation-bounds.ts";
import { read, textOrNull, write } from "./operation.ts";
import type { ConversationKey, ConversationRow, StoredMessage } from "./records.ts";

interface AppendInput {
  readonly key: ConversationKey;
  readonly messages: readonly StoredMessage[];
  readonly at: number;
  /** The client gave the session its name, now or before. */
  readonly isNamed: boolean;
}

interface LoadInput {
  readonly key: ConversationKey;
  /** Of all messages together, in UTF-16 units. */
  readonly maxLength?: number | undefined;
}

const maxFound = 100;
const maxLoaded = 16 * 1024 * 1024;

export const conversationOperations = {
  "conversations.load": read((db, { key, maxLength = maxLoaded }: LoadInput): StoredMessage[] => {
    const newestFirst = db
      .prepare(
        `SELECT seq, role, content, request_id, at FROM messages
         WHERE conversation_id = (SELECT id FROM conversations WHERE client_id = ? AND session_id = ?)
         ORDER BY seq DESC`,
      )
      .iterate(key.clientId, key.sessionId);
    const messages: StoredMessage[] = [];
    let length = 0;
    for (const row of newestFirst) {
      const message = messageOf(row);
      length += message.content.length;
      // The newest is there whatever its length.
      if (length > maxLength && messages.length > 0) break;
      messages.push(message);
    }
    return messages.toReversed();
  }),
  "conversations.append": write((db, input: AppendInput) => {
    const { messages } = input;
    const { id, before } = grow(db, input);
    const insert = db.prepare(
      "INSERT INTO messages (conversation_id, seq, role, content, request_id, at) VALUES (?, ?, ?, ?, ?, ?)",
    );
    for (const [i, { role, content, requestId, at }] of messages.entries()) {
      insert.run(id, before + i + 1, role, content, requestId, at);
    }
  }),
  "conversations.prune": write(pruneConversations),
  "conversations.list": read((db, limit: number) =>
    db
      .prepare("SELECT * FROM conversations ORDER BY updated_at DESC, id DESC LIMIT ?")
      .all(limit)
      .map(conversationRow),
  ),
  "conversations.rows": read((db, keys: readonly ConversationKey[]): ConversationRow[] => {
    const find = db.prepare("SELECT * FROM conversations WHERE client_id = ? AND session_id = ?");
    return keys.flatMap(({ clientId, sessionId }) => {
      const row = find.get(clientId, sessionId);
      return row === undefined ? [] : [conversationRow(row)];
    });
  }),
  "conversations.find": read((db, sessionId: string) =>
    db
      .prepare(
        "SELECT * FROM conversations WHERE session_id = ? ORDER BY updated_at DESC, id DESC LIMIT ?",
      )
      .all(sessionId, maxFound)
      .map(conversationRow),
  ),
} as const;

function grow(
  db: DatabaseSync,
  { key, messages, at, isNamed }: AppendInput,
): { id: number; before: number } {
  const bytes = messages.reduce(
    (sum, { content }) => sum + Buffer.byteLength(content) + messageOverheadBytes,
    0,
  );
  const row = db
    .prepare(
      `INSERT INTO conversations (client_id, session_id, messages, created_at, updated_at, bytes, named)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (client_id, session_id) DO UPDATE
         SET messages = messages + excluded.messages, updated_at = excluded.updated_at,
           bytes = bytes + excluded.bytes, named = MAX(named, excluded.named)
       RETURNING id, messages`,
    )
    .get(key.clientId, key.sessionId, messages.length, at, at, bytes, isNamed ? 1 : 0);
  return { id: Number(row?.["id"]), before: Number(row?.["messages"]) - messages.length };
}

function messageOf(row: Record<string, unknown>): StoredMessage {
  return {
    seq: Number(row["seq"]),
    role: String(row["role"]),
    content: String(row["content"]),
    requestId: textOrNull(row["request_id"]),
    at: Number(row["at"]),
  };
}

function conversationRow(row: Record<string, unknown>): ConversationRow {
  return {
    clientId: String(row["client_id"]),
    sessionId: String(row["session_id"]),
    messages: Number(row["messages"]),
    createdAt: Number(row["created_at"]),
    updatedAt: Number(row["updated_at"]),
  };
}
