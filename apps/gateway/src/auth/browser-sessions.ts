import type { StateStore, TokenRecord } from "../state/index.ts";
import { callerOf, whyInactive } from "./active-token.ts";
import type { Auth, Refusal } from "./auth.ts";
import type { Authenticator } from "./authenticator.ts";
import { hashSecret, makeSecret, type Random } from "./token.ts";

const lifetimeMs = 30 * 24 * 3_600_000;

const usedCode: Refusal = {
  kind: "refused",
  code: "unauthenticated",
  message:
    "This login link was used already, or is older than ten minutes. Run npx -y pnpm@12 signalbox login for another.",
};

/** Signing browsers in and out. */
export function createBrowserSessions(options: {
  readonly state: StateStore;
  readonly now: () => number;
  readonly random: Random;
  readonly authenticator: Authenticator;
  readonly onRevoked: (sessionIdHash: string) => void;
}): { start: Auth["startSession"]; end: Auth["endSession"] } {
  const { state, now, random, authenticator, onRevoked } = options;

  async function redeem(code: string, address: string): Promise<TokenRecord | Refusal> {
    const lockedOut = authenticator.lockedOut(address);
    if (lockedOut !== null) return lockedOut;
    const grant = await state.loginCodes.redeem(hashSecret(code), now());
    const record = grant === null ? undefined : behind(state, grant, now());
    if (record !== undefined) return record;
    authenticator.failed(address);
    return usedCode;
  }

  return {
    async start(grant, address) {
      const found =
        "token" in grant
          ? authenticator.checkToken(grant.token, address)
          : await redeem(grant.code, address);
      if ("kind" in found) return found;
      const cookieValue = makeSecret(random);
      const createdAt = now();
      const expiresAt = Math.min(createdAt + lifetimeMs, found.expiresAt ?? Infinity);
      const idHash = hashSecret(cookieValue);
      // Signing in works on a full disk too: the session then ends with this process.
      await state.browserSessions
        .create({ idHash, tokenId: found.id, createdAt, expiresAt })
        .catch(() => {});
      return { kind: "started", cookieValue, expiresAt, caller: callerOf(found) };
    },

    async end(cookie) {
      const hashes = authenticator.cookieHashes(cookie);
      const deleted = hashes.map((hash) => state.browserSessions.delete(hash));
      // In memory they have ended; only the disk is waited for.
      for (const hash of hashes) onRevoked(hash);
      await Promise.all(deleted);
    },
  };
}

/** The token that a login code signs in with: its own, or the first that holds just its role. */
function behind(
  state: StateStore,
  grant: Pick<TokenRecord, "role"> & { readonly tokenId: string | null },
  now: number,
): TokenRecord | undefined {
  if (grant.tokenId !== null) {
    const record = state.tokens.get(grant.tokenId);
    return record !== undefined && whyInactive(record, now) === null ? record : undefined;
  }
  return state.tokens
    .all()
    .find((record) => record.role === grant.role && whyInactive(record, now) === null);
}
