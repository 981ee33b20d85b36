import type { Role } from "@signalbox/api-contract";

/** A token as it is kept: all but its secret. Times are epoch milliseconds. */
export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the whole token. */
  readonly hash: Uint8Array;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
  /** The id of the token that made it. */
  readonly createdBy: string | null;
}

/** A signed-in browser. */
export interface BrowserSessionRecord {
  /** SHA-256 of the cookie's value, in hex. */
  readonly idHash: string;
  readonly tokenId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** A code that signs one browser in, once. */
export interface LoginCodeRecord {
  /** SHA-256 of the code, in hex. */
  readonly hash: string;
  /** Null where it stands for its role alone. */
  readonly tokenId: string | null;
  readonly role: Role;
  readonly expiresAt: number;
}

export interface ConversationKey {
  /** The token whose conversation it is: the same session under another token is another one. */
  readonly clientId: string;
  readonly sessionId: string;
}

export interface StoredMessage {
  /** From 1 on within its conversation; given when it is stored. */
  readonly seq?: number;
  readonly role: string;
  /** JSON. */
  readonly content: string;
  readonly requestId: string | null;
  readonly at: number;
}

export interface ConversationRow extends ConversationKey {
  readonly messages: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}
