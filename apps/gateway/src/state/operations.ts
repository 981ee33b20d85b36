import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { maxBrowserSessions, maxLoginCodes } from "./bounds.ts";
import { approvalOperations } from "./approval-operations.ts";
import { auditOperations } from "./audit-operations.ts";
import { conversationOperations } from "./conversation-operations.ts";
import { read, textOrNull, write } from "./operation.ts";
import { pauseOperations } from "./pause-operations.ts";
import { runOperations } from "./run-operations.ts";
import { spendOperations } from "./spend-operations.ts";
import type { BrowserSessionRecord, LoginCodeRecord, TokenRecord } from "./records.ts";
import { webhookOperations } from "./webhook-operations.ts";

/** What may be asked of the database, by name. Each runs inside a transaction. */
export const operations = {
  "tokens.put": write((db, token: TokenRecord) => {
    db.prepare(
      `INSERT INTO tokens (id, name, role, hash, created_at, expires_at, last_used_at, revoked_at, created_by)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, hash = excluded.hash,
         created_at = excluded.created_at, expires_at = excluded.expires_at,
         last_used_at = excluded.last_used_at, revoked_at = excluded.revoked_at,
         created_by = excluded.created_by`,
    ).run(...tokenValues(token));
  }),
  "tokens.remove": write((db, id: string) => {
    db.prepare("DELETE FROM tokens WHERE id = ?").run(id);
  }),
  "tokens.revoke": write((db, { id, at }: { id: string; at: number }) => {
    db.prepare("UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL").run(at, id);
    db.prepare("DELETE FROM browser_sessions WHERE token_id = ?").run(id);
  }),
  "tokens.touch": write((db, { id, at }: { id: string; at: number }) => {
    db.prepare("UPDATE tokens SET last_used_at = ? WHERE id = ?").run(at, id);
  }),
  "sessions.create": write((db, session: BrowserSessionRecord) => {
    db.prepare(
      `DELETE FROM browser_sessions WHERE expires_at <= ? OR id_hash IN
         (SELECT id_hash FROM browser_sessions ORDER BY created_at DESC, id_hash DESC LIMIT -1 OFFSET ?)`,
    ).run(session.createdAt, maxBrowserSessions - 1);
    db.prepare(
      "INSERT INTO browser_sessions (id_hash, token_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
    ).run(session.idHash, session.tokenId, session.createdAt, session.expiresAt);
  }),
  "sessions.delete": write((db, idHash: string) => {
    db.prepare("DELETE FROM browser_sessions WHERE id_hash = ?").run(idHash);
  }),
  "sessions.deleteOfToken": write((db, tokenId: string) => {
    db.prepare("DELETE FROM browser_sessions WHERE token_id = ?").run(tokenId);
  }),
  "codes.create": write((db, code: LoginCodeRecord) => insertLoginCode(db, code)),
  "codes.redeem": write((db, { hash, now }: { hash: string; now: number }) => {
    const row = db
      .prepare("DELETE FROM login_codes WHERE hash = ? RETURNING role, token_id, expires_at")
      .get(hash);
    if (row === undefined || Number(row["expires_at"]) <= now) return null;
    return { role: String(row["role"]), tokenId: textOrNull(row["token_id"]) };
  }),
  "meta.get": read((db, key: string) => {
    return textOrNull(db.prepare("SELECT value FROM meta WHERE key = ?").get(key)?.["value"]);
  }),
  "meta.set": write((db, { key, value }: { key: string; value: string }) => {
    db.prepare(
      "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    ).run(key, value);
  }),
  ...approvalOperations,
  ...auditOperations,
  ...conversationOperations,
  ...webhookOperations,
  ...pauseOperations,
  ...runOperations,
  ...spendOperations,
} as const;

type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationInput<K extends OperationName> = Parameters<Operations[K]["run"]>[1];
export type OperationResult<K extends OperationName> = ReturnType<Operations[K]["run"]>;

/** Adds a login code, and drops those that nobody can use any more. */
export function insertLoginCode(db: DatabaseSync, code: LoginCodeRecord): void {
  db.prepare(
    `DELETE FROM login_codes WHERE hash IN
       (SELECT hash FROM login_codes ORDER BY expires_at DESC LIMIT -1 OFFSET ?)`,
  ).run(maxLoginCodes - 1);
  db.prepare("INSERT INTO login_codes (hash, token_id, role, expires_at) VALUES (?, ?, ?, ?)").run(
    code.hash,
    code.tokenId,
    code.role,
    code.expiresAt,
  );
}

function tokenValues(token: TokenRecord): SQLInputValue[] {
  return [
    token.id,
    token.name,
    token.role,
    token.hash,
    token.createdAt,
    token.expiresAt,
    token.lastUsedAt,
    token.revokedAt,
    token.createdBy,
  ];
}
