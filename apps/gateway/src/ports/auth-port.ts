import type { AuthPort } from "@signalbox/api-contract/server";
import { whoIs, type AuditLog } from "../audit/index.ts";
import { envAdminId, type Auth } from "../auth/index.ts";
import type { StateStore, TokenRecord } from "../state/index.ts";

/** Tokens, each change of them on record. */
export function createAuthPort(
  auth: Auth,
  tokens: StateStore["tokens"],
  audit: AuditLog,
  inFlightOf: (tokenId: string) => number,
): AuthPort {
  return {
    async createToken(caller, input) {
      const created = await auth.mint(caller, input);
      await audit.add({
        who: whoIs(caller),
        action: "token.created",
        target: created.id,
        reason: null,
        before: null,
        after: shown(tokens.get(created.id)),
      });
      return created;
    },
    listTokens: () =>
      auth.list().map((row) =>
        Object.assign(row, {
          inFlight: inFlightOf(row.id),
          fromEnvironment: row.id === envAdminId,
        }),
      ),
    async revokeToken(caller, { id, reason }) {
      const before = tokens.get(id);
      await auth.revoke(caller, id);
      // To revoke what is revoked changes nothing.
      if (before?.revokedAt === null) {
        await audit.add({
          who: whoIs(caller),
          action: "token.revoked",
          target: id,
          reason: reason ?? null,
          before: shown(before),
          after: shown(tokens.get(id)),
        });
      }
      return { id };
    },
  };
}

/** What a token may do, and never what it is. */
function shown(token: TokenRecord | undefined) {
  if (token === undefined) return null;
  const { name, role, expiresAt, revokedAt } = token;
  return { name, role, expiresAt, revokedAt };
}
