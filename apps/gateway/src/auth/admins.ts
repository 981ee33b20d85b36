import { timingSafeEqual } from "node:crypto";
import type { Secret } from "../config/index.ts";
import type { StateStore, TokenRecord } from "../state/index.ts";
import { envAdminId, whyInactive } from "./active-token.ts";
import type { Auth } from "./auth.ts";
import { hashToken, makeToken, type Random } from "./token.ts";

/** Sees to the token that everything else starts from. */
export function createAdmins(options: {
  readonly state: StateStore;
  readonly now: () => number;
  readonly random: Random;
  readonly configured: Secret | null;
  readonly onRevoked: (tokenId: string) => void;
}): Pick<Auth, "ensureAdmin"> {
  const { state, now, random, configured } = options;

  return {
    async ensureAdmin() {
      if (configured !== null) {
        await takeConfigured(state, configured, now());
        return { token: null };
      }
      if (state.tokens.get(envAdminId) !== undefined) {
        options.onRevoked(envAdminId);
        await state.tokens.remove(envAdminId);
      }
      if (state.tokens.all().some((record) => isActiveAdmin(record, now()))) return { token: null };
      const { id, token } = makeToken(random);
      await state.tokens.insert(adminRecord(id, token, now()));
      return { token };
    },
  };
}

export function isActiveAdmin(record: TokenRecord, now: number): boolean {
  return record.role === "admin" && whyInactive(record, now) === null;
}

async function takeConfigured(state: StateStore, configured: Secret, now: number): Promise<void> {
  const record = adminRecord(envAdminId, configured.reveal(), now);
  const before = state.tokens.get(envAdminId);
  if (before !== undefined && isSame(before, record)) return;
  const writes = [state.tokens.replace(record)];
  // Whoever signed in with the former token has to show the new one.
  if (before !== undefined) writes.push(state.browserSessions.deleteOfToken(envAdminId));
  try {
    await Promise.all(writes);
  } catch (error) {
    // On a disk that takes no writes the token holds for as long as this process does.
    if (state.status().ok) throw error;
  }
}

function isSame(before: TokenRecord, record: TokenRecord): boolean {
  return before.revokedAt === null && timingSafeEqual(before.hash, record.hash);
}

function adminRecord(id: string, token: string, now: number): TokenRecord {
  return {
    id,
    name: "admin",
    role: "admin",
    hash: hashToken(token),
    createdAt: now,
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
    createdBy: null,
  };
}
