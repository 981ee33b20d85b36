import type { Caller } from "@signalbox/api-contract/server";
import type { CreatedToken, CreateTokenInput, Role, TokenRow } from "@signalbox/api-contract";

export interface Credentials {
  /** The Authorization header as it came. */
  readonly authorization?: string | undefined;
  /** The x-api-key header as it came. */
  readonly apiKey?: string | undefined;
  /** The Cookie header as it came. */
  readonly cookie?: string | undefined;
  /** Whether the route takes a cookie; /v1 takes none. */
  readonly allowCookie: boolean;
  /** Whether the route takes x-api-key; /v1 alone does. */
  readonly allowApiKey: boolean;
  /** Where the request came from. */
  readonly address: string;
}

export interface Refusal {
  readonly kind: "refused";
  readonly code: "unauthenticated" | "locked_out";
  readonly message: string;
  readonly retryAfterMs?: number;
}

export type AuthResult =
  | {
      readonly kind: "caller";
      readonly caller: Caller;
      readonly via: "token" | "cookie";
      /** When what was shown is worth nothing any more, in epoch milliseconds; null for never. */
      readonly expiresAt: number | null;
      /** With a cookie: which browser session. */
      readonly sessionIdHash?: string;
    }
  /** No credentials came. */
  | { readonly kind: "none" }
  | Refusal;

/** What a browser trades for a session. */
export type SessionGrant = { readonly token: string } | { readonly code: string };

export interface StartedSession {
  readonly kind: "started";
  readonly cookieValue: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly caller: Caller;
}

/** A token without its secret, and without what others know of it. */
export type ListedToken = Omit<TokenRow, "inFlight" | "fromEnvironment">;

/** Tokens, browser sessions and login codes: who may do what. */
export interface Auth {
  /**
   * Sees to it that there is an admin token: the configured one, or a new one, which is returned this
   * once. Null where there was one.
   */
  ensureAdmin(): Promise<{ readonly token: string | null }>;
  /** Who asks. Synchronous: everything it needs is in memory. */
  authenticate(credentials: Credentials): AuthResult;
  /**
   * Makes a token that holds no more than its maker does, in role and in time.
   * @throws {ContractError} `forbidden`, or `invalid` for an expiry that has passed.
   */
  mint(caller: Caller, input: CreateTokenInput): Promise<CreatedToken>;
  /** Every token without its secret, the oldest first. */
  list(): ListedToken[];
  /**
   * Ends a token and its browser sessions at once.
   * @throws {ContractError} `not_found`, `forbidden`, or `conflict` for the last admin token.
   */
  revoke(caller: Caller, id: string): Promise<void>;
  /** A code that signs one browser in within ten minutes: `/#code=<code>`. */
  createLoginCode(role: Role): Promise<string>;
  startSession(grant: SessionGrant, address: string): Promise<StartedSession | Refusal>;
  /** Ends the browser sessions that a Cookie header names. */
  endSession(cookie: string): Promise<void>;
}
