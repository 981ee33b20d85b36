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

/** A lane or a model that an operator paused. */
export interface PauseRecord {
  /** What kind of thing it is, such as `lane`. */
  readonly kind: string;
  readonly key: string;
  readonly reason: string | null;
  /** Who paused it, as people know them. */
  readonly by: string;
  readonly since: number;
  /** Null until somebody resumes it. */
  readonly until: number | null;
}

/** Something that somebody changed. `before` and `after` are JSON. */
export interface AuditRecord {
  readonly at: number;
  readonly who: string;
  readonly action: string;
  readonly target: string;
  readonly reason: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

export interface AuditRow extends AuditRecord {
  /** From 1 on, without a gap. */
  readonly seq: number;
  /** SHA-256 over the row and the hash of the one before it, in hex. */
  readonly hash: string;
}

/** Which entries are wanted; null where any is. */
export interface AuditFilter {
  readonly who: string | null;
  /** One that ends in a dot stands for all that begin with it. */
  readonly action: string | null;
  /** Words, in any of its texts. */
  readonly text: string | null;
}

export interface AuditQuery extends AuditFilter {
  readonly limit: number;
  /** Null from the newest. */
  readonly beforeSeq: number | null;
}

export interface AuditPage {
  /** The newest first. */
  readonly rows: readonly AuditRow[];
  /** Where to go on; null at the end. */
  readonly nextBeforeSeq: number | null;
}

/** What came of looking at a part of the audit log. */
export interface AuditTrail {
  /** The first entry that is not what was written, or is missing; null where all are as they were. */
  readonly firstBadSeq: number | null;
  /** Where to go on; null at the end, and after a break. */
  readonly next: Pick<AuditRow, "seq" | "hash"> | null;
}

/** A tool of an MCP server as it was approved. */
export interface ApprovalRecord {
  /** `server.tool` */
  readonly tool: string;
  /** SHA-256 over its name, description and input schema, in hex. */
  readonly hash: string;
  /** Null where it was approved because it was new. */
  readonly by: string | null;
  readonly at: number;
}

/** What a token spent on a day, or a session of it. Tokens are input and output together. */
export interface SpendRecord {
  readonly scope: "day" | "session";
  readonly key: string;
  readonly tokens: number;
  readonly usd: number;
  readonly updatedAt: number;
}

export interface RunKey {
  /** The token whose run it is: the same id of another token is another one. */
  readonly clientId: string;
  /** As its client named it. */
  readonly requestId: string;
}

/** An agent run, for whoever asks for it again. */
export interface RunRecord extends RunKey {
  readonly bodyHash: string;
  readonly sessionId: string;
  readonly state: "running" | "ended";
  /** JSON; null while it runs, and where it was too large to be kept. */
  readonly outcome: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
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
