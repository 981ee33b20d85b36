import type { Caller } from "@signalbox/api-contract/server";
import type { TokenRecord } from "../state/index.ts";

/** The id of the token that SIGNALBOX_ADMIN_TOKEN sets. */
export const envAdminId = "env-admin";

/** Why a token may do nothing, or null where it may. */
export function whyInactive(record: TokenRecord, now: number): string | null {
  if (record.revokedAt !== null)
    return `The token ${record.name} was revoked. Ask an admin for another.`;
  if (record.expiresAt !== null && record.expiresAt <= now) {
    return `The token ${record.name} has expired. Ask an admin for another.`;
  }
  return null;
}

export function callerOf({ id, name, role }: TokenRecord): Caller {
  return { tokenId: id, name, role };
}
