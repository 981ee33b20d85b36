import { timingSafeEqual } from "node:crypto";
import type { StateStore, TokenRecord } from "../state/index.ts";
import { callerOf, envAdminId, whyInactive } from "./active-token.ts";
import type { AuthResult, Credentials, Refusal } from "./auth.ts";
import { KnownAddresses } from "./known-addresses.ts";
import { canonicalAddress, Lockout } from "./lockout.ts";
import { sessionCookieValues } from "./session-cookie.ts";
import { hashSecret, hashToken, tokenIdOf } from "./token.ts";

export interface Authenticator {
  readonly authenticate: (credentials: Credentials) => AuthResult;
  /** The token behind a text, or why there is none. Counts failures by address and token. */
  readonly checkToken: (token: string, address: string) => TokenRecord | Refusal;
  /** Why an address may not try now, or null where it may. */
  readonly lockedOut: (address: string) => Refusal | null;
  /** Counts a failure that was not a token's, such as a wrong login code. */
  readonly failed: (address: string) => void;
  /** The hashes of the session cookies in a Cookie header. */
  readonly cookieHashes: (header: string) => string[];
}

const wrongToken = "This token is not valid. Check it, or ask an admin for another.";
const signedOut = "This browser is no longer signed in. Sign in again.";

export function createAuthenticator(options: {
  readonly state: StateStore;
  readonly now: () => number;
  /** Only cookies with the `__Host-` prefix are taken. */
  readonly hostOnlyCookie: boolean;
}): Authenticator {
  const { state, now } = options;
  const byAddress = new Lockout();
  // Failures count for tokens that there are, so there are no more keys than tokens.
  const byToken = new Lockout();
  const known = new KnownAddresses();

  /** Ids are no secrets, so anyone can fail in a token's name: that must not lock out who uses it. */
  function tokenWaitMs(record: TokenRecord | undefined, from: string, at: number): number {
    return record === undefined || known.has(record.id, from) ? 0 : byToken.waitMs(record.id, at);
  }

  function checkToken(token: string, address: string): TokenRecord | Refusal {
    const at = now();
    const from = canonicalAddress(address);
    const id = tokenIdOf(token);
    const named = id === null ? undefined : state.tokens.get(id);
    const record = named ?? state.tokens.get(envAdminId);
    const waitMs = Math.max(byAddress.waitMs(from, at), tokenWaitMs(record, from, at));
    if (waitMs > 0) return locked(waitMs);
    if (record === undefined || !timingSafeEqual(hashToken(token), record.hash)) {
      byAddress.fail(from, at);
      // A text that names no token was no try at the configured one in particular.
      if (named !== undefined) byToken.fail(named.id, at);
      return refused(wrongToken);
    }
    // Whoever knew the secret was not guessing: this is no failure to count.
    const inactive = whyInactive(record, at);
    if (inactive !== null) return refused(inactive);
    state.tokens.touch(record.id, at);
    known.add(record.id, from);
    return record;
  }

  function withToken(token: string, address: string): AuthResult {
    const found = checkToken(token, address);
    if ("kind" in found) return found;
    const { expiresAt } = found;
    return { kind: "caller", caller: callerOf(found), via: "token", expiresAt };
  }

  function cookieHashes(header: string): string[] {
    return sessionCookieValues(header, options.hostOnlyCookie).map(hashSecret);
  }

  function withCookie(header: string): AuthResult {
    const at = now();
    const hashes = cookieHashes(header);
    for (const sessionIdHash of hashes) {
      const session = state.browserSessions.get(sessionIdHash);
      const record = session === undefined ? undefined : state.tokens.get(session.tokenId);
      if (session === undefined || record === undefined || session.expiresAt <= at) continue;
      if (whyInactive(record, at) !== null) continue;
      state.tokens.touch(record.id, at);
      const { expiresAt } = session;
      return { kind: "caller", caller: callerOf(record), via: "cookie", expiresAt, sessionIdHash };
    }
    // A page left open over the end of its session asks again and again: that is no guessing.
    return hashes.length === 0 ? { kind: "none" } : refused(signedOut);
  }

  return {
    authenticate({ authorization, apiKey, cookie, allowCookie, allowApiKey, address }) {
      if (authorization !== undefined) {
        const token = bearer(authorization);
        return token === null ? refused(notBearer) : withToken(token, address);
      }
      if (allowApiKey && apiKey !== undefined) return withToken(apiKey, address);
      if (allowCookie && cookie !== undefined) return withCookie(cookie);
      return { kind: "none" };
    },
    checkToken,
    lockedOut(address) {
      const waitMs = byAddress.waitMs(canonicalAddress(address), now());
      return waitMs > 0 ? locked(waitMs) : null;
    },
    failed: (address) => byAddress.fail(canonicalAddress(address), now()),
    cookieHashes,
  };
}

const notBearer = "The Authorization header is not of the form: Bearer sbx_….";

function bearer(header: string): string | null {
  if (header.length < 8 || header.slice(0, 7).toLowerCase() !== "bearer ") return null;
  return header.slice(7).trim();
}

function refused(message: string): Refusal {
  return { kind: "refused", code: "unauthenticated", message };
}

function locked(retryAfterMs: number): Refusal {
  const seconds = Math.ceil(retryAfterMs / 1000);
  const message = `Ten wrong tokens came within a minute. Try again in ${seconds} seconds.`;
  return { kind: "refused", code: "locked_out", message, retryAfterMs };
}
