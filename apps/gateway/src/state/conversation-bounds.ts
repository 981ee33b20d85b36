import type { DatabaseSync, SQLInputValue } from "node:sqlite";

/** What of the conversations may stay. Times are epoch milliseconds. */
export interface ConversationBounds {
  /** Those that were last used before it go. */
  readonly since: number;
  /** As `since`, for those whose session the client did not name. */
  readonly unnamedSince: number;
  /** Of all their messages; beyond it the quietest of the token that has most go. */
  readonly maxBytes: number;
}

/** What one step took away. */
export interface ConversationsPruned {
  /** Rows of messages and conversations; 0 where nothing is left to do. */
  readonly rows: number;
  readonly unnamed: number;
  readonly old: number;
  readonly overSize: number;
}

type Reason = "unnamed" | "old" | "overSize";

/** Rows that one step takes, so that nobody who writes waits long for it. */
const stepRows = 200;

/** Stored with each message: its row, and its place in the index. */
export const messageOverheadBytes = 64;

/** Takes one step towards the bounds. A long conversation takes several, and loses its oldest messages first. */
export function pruneConversations(
  db: DatabaseSync,
  bounds: ConversationBounds,
): ConversationsPruned {
  const pruned = { rows: 0, unnamed: 0, old: 0, overSize: 0 };
  while (pruned.rows < stepRows) {
    const next = nextOf(db, bounds);
    if (next === null) break;
    const taken = takeMessages(db, next.id, stepRows - pruned.rows);
    pruned.rows += taken;
    if (pruned.rows >= stepRows) {
      // What was begun is brought to its end, though a part of it made room enough: unless somebody goes on
      // with it meanwhile, nobody is left with half a conversation.
      if (next.reason === "overSize") {
        db.prepare("UPDATE conversations SET named = -1 WHERE id = ?").run(next.id);
      }
      break;
    }
    db.prepare("DELETE FROM conversations WHERE id = ?").run(next.id);
    pruned.rows += 1;
    pruned[next.reason] += 1;
  }
  return pruned;
}

function nextOf(
  db: DatabaseSync,
  { since, unnamedSince, maxBytes }: ConversationBounds,
): { readonly id: number; readonly reason: Reason } | null {
  const find = (reason: Reason, where: string, ...values: SQLInputValue[]) => {
    const row = db
      .prepare(`SELECT id FROM conversations WHERE ${where} ORDER BY updated_at, id LIMIT 1`)
      .get(...values);
    return row === undefined ? null : { id: Number(row["id"]), reason };
  };
  const expired =
    find("overSize", "named = -1") ??
    find("unnamed", "named = 0 AND updated_at < ?", unnamedSince) ??
    find("old", "updated_at < ?", since);
  if (expired !== null) return expired;
  const total = db.prepare("SELECT SUM(bytes) AS bytes FROM conversation_totals").get();
  if (Number(total?.["bytes"] ?? 0) <= maxBytes) return null;
  const most = db
    .prepare("SELECT client_id FROM conversation_totals ORDER BY bytes DESC, client_id LIMIT 1")
    .get();
  return find("overSize", "client_id = ?", String(most?.["client_id"]));
}

function takeMessages(db: DatabaseSync, id: number, limit: number): number {
  const taken = db
    .prepare(
      `DELETE FROM messages WHERE conversation_id = ? AND seq IN
         (SELECT seq FROM messages WHERE conversation_id = ? ORDER BY seq LIMIT ?)
       RETURNING LENGTH(CAST(content AS BLOB)) AS length`,
    )
    .all(id, id, limit)
    .map((row) => Number(row["length"]) + messageOverheadBytes);
  const bytes = taken.reduce((sum, length) => sum + length, 0);
  db.prepare("UPDATE conversations SET bytes = bytes - ? WHERE id = ?").run(bytes, id);
  return taken.length;
}
