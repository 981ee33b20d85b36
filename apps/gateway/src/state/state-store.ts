import type {
  ApprovalRecord,
  AuditPage,
  AuditQuery,
  AuditRecord,
  AuditRow,
  AuditTrail,
  BrowserSessionRecord,
  ConversationKey,
  ConversationRow,
  LoginCodeRecord,
  PauseRecord,
  RunKey,
  RunRecord,
  SpendRecord,
  StoredMessage,
  TokenRecord,
} from "./records.ts";
import type { ConversationBounds, ConversationsPruned } from "./conversation-bounds.ts";
import type { RunBounds } from "./run-operations.ts";
import type { SpendScope } from "./spend-operations.ts";
import type { WebhookJobStore } from "./webhook-job.ts";

/**
 * What must never be lost. Every promise resolves once its write is on disk, and rejects with a
 * {@link StateError} where the disk refused.
 */
export interface StateStore extends AsyncDisposable {
  readonly tokens: TokenStore;
  readonly browserSessions: BrowserSessionStore;
  readonly loginCodes: LoginCodeStore;
  readonly conversations: ConversationStore;
  readonly pauses: PauseStore;
  readonly audit: AuditStore;
  readonly approvals: ApprovalStore;
  readonly webhookJobs: WebhookJobStore;
  readonly runs: RunStore;
  readonly spend: SpendStore;
  readonly meta: MetaStore;
  /** Whether the last write reached the disk, and why not where it did not. */
  status(): StateStatus;
  /** Writes what waits, closes the file and gives the data directory up. */
  close(): Promise<void>;
}

export interface StateStatus {
  readonly ok: boolean;
  readonly reason: string;
}

/** Tokens, all of them in memory; 10,000 at most, the longest revoked out first. */
export interface TokenStore {
  all(): readonly TokenRecord[];
  get(id: string): TokenRecord | undefined;
  /** Usable once it is on disk. */
  insert(record: TokenRecord): Promise<void>;
  /** Puts a record in the place of the one with its id, at once in memory, then on disk. */
  replace(record: TokenRecord): Promise<void>;
  /** Takes a token and its browser sessions away, at once in memory, then on disk. */
  remove(id: string): Promise<void>;
  /** Ends a token at once in memory, then on disk. False where there is none, or it had ended. */
  revoke(id: string, at: number): Promise<boolean>;
  /** Notes a use, at most once a minute for each token. Never waits and never fails. */
  touch(id: string, at: number): void;
}

/** Browser sessions, all of them in memory; 1,000 at most, the oldest out first. */
export interface BrowserSessionStore {
  all(): readonly BrowserSessionRecord[];
  get(idHash: string): BrowserSessionRecord | undefined;
  /** Usable at once. Where the disk refuses it rejects, and the session ends with the process. */
  create(record: BrowserSessionRecord): Promise<void>;
  /** Ends a session at once in memory, then on disk. */
  delete(idHash: string): Promise<void>;
  /** Ends the sessions of a token at once in memory, then on disk. */
  deleteOfToken(tokenId: string): Promise<void>;
}

/** Login codes, on disk, so that another process can add one; 1,000 at most. */
export interface LoginCodeStore {
  /** Where the disk refuses, the code works until the process ends. */
  create(record: LoginCodeRecord): Promise<void>;
  /** Uses a code up. Null where there is none, or it has expired. */
  redeem(hash: string, now: number): Promise<Pick<LoginCodeRecord, "role" | "tokenId"> | null>;
}

interface ConversationStore {
  /**
   * Oldest first; empty where there is none. Of a long one the newest, in as many UTF-16 units as are
   * asked for, 16 Mi unless told: `seq` of the first tells how many stand before it.
   */
  load(key: ConversationKey, maxLength?: number): Promise<StoredMessage[]>;
  /** Adds messages, all of them or none. One whose session no client ever named is kept less long. */
  append(
    key: ConversationKey,
    messages: readonly StoredMessage[],
    at: number,
    isNamed?: boolean,
  ): Promise<void>;
  /** Takes one step towards the bounds. */
  prune(bounds: ConversationBounds): Promise<ConversationsPruned>;
  /** The last used first. */
  list(limit: number): Promise<ConversationRow[]>;
  /** Those of the keys that are kept. */
  rows(keys: readonly ConversationKey[]): Promise<ConversationRow[]>;
  /** The conversations of a session's name, whosever they are, the last used first; 100 at most. */
  find(sessionId: string): Promise<ConversationRow[]>;
}

/** What operators paused; how many there may be is for those who pause to bound. */
export interface PauseStore {
  /** The oldest first, those that are over included. */
  all(): Promise<PauseRecord[]>;
  /** Puts a pause in the place of the one of its kind and key. */
  put(record: PauseRecord): Promise<void>;
  remove(kind: string, key: string): Promise<void>;
}

/** Who changed what. Rows are added and never changed; each row's hash covers the one before it. */
export interface AuditStore {
  append(record: AuditRecord): Promise<AuditRow>;
  list(query: AuditQuery): Promise<AuditPage>;
  /** Looks whether so many rows after that one are what was written. */
  verify(from: AuditTrail["next"], limit: number): Promise<AuditTrail>;
}

/** Tools of MCP servers as they were approved; 20,000 at most, and none goes to make room. */
export interface ApprovalStore {
  all(): Promise<ApprovalRecord[]>;
  /** Each in the place of the one of its tool; those of other tools while there is room. */
  put(records: readonly ApprovalRecord[]): Promise<void>;
}

/** Agent runs, so that one that is asked for again is not run again. */
export interface RunStore {
  /** Takes the key for this run; answers with the run that had it before, where there is one since then. */
  claim(run: RunRecord, since: number): Promise<RunRecord | null>;
  put(run: RunRecord): Promise<void>;
  remove(key: RunKey): Promise<void>;
  get(key: RunKey): Promise<RunRecord | null>;
  /** Takes one step towards the bounds; 0 where nothing is left to do. */
  prune(bounds: RunBounds): Promise<number>;
}

/** What was spent, in absolute numbers. */
export interface SpendStore {
  /** Sessions in the order of their last use. */
  load(scope: SpendScope): Promise<SpendRecord[]>;
  /** Forgets days before that one, and the sessions that are not in the scope. */
  prune(scope: SpendScope): Promise<void>;
  put(records: readonly SpendRecord[]): Promise<void>;
}

/** Small values by name. */
interface MetaStore {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
}
