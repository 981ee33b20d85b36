import type { DatabaseSync } from "node:sqlite";
import type { Role } from "@signalbox/api-contract";
import { numberOrNull, textOrNull } from "./operation.ts";
import type { BrowserSessionRecord, TokenRecord } from "./records.ts";

/** Every token, the oldest first. */
export function loadTokens(db: DatabaseSync): TokenRecord[] {
  return db
    .prepare("SELECT * FROM tokens ORDER BY created_at, id")
    .all()
    .map((row) => ({
      id: String(row["id"]),
      name: String(row["name"]),
      // Only roles are ever written here.
      role: String(row["role"]) as Role,
      hash: row["hash"] instanceof Uint8Array ? row["hash"] : new Uint8Array(),
      createdAt: Number(row["created_at"]),
      expiresAt: numberOrNull(row["expires_at"]),
      lastUsedAt: numberOrNull(row["last_used_at"]),
      revokedAt: numberOrNull(row["revoked_at"]),
      createdBy: textOrNull(row["created_by"]),
    }));
}

/** Every browser session that has not expired, the oldest first. */
export function loadSessions(db: DatabaseSync, now: number): BrowserSessionRecord[] {
  return db
    .prepare("SELECT * FROM browser_sessions WHERE expires_at > ? ORDER BY created_at, id_hash")
    .all(now)
    .map((row) => ({
      idHash: String(row["id_hash"]),
      tokenId: String(row["token_id"]),
      createdAt: Number(row["created_at"]),
      expiresAt: Number(row["expires_at"]),
    }));
}
