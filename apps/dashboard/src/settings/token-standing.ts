import type { TokenRow } from "@signalbox/api-contract";

export type TokenStanding = "active" | "expired" | "revoked";

export function standingOf({ revokedAt, expiresAt }: TokenRow, now: number): TokenStanding {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && expiresAt <= now ? "expired" : "active";
}

/** Those that may do something first, the newest first among them. */
export function usableFirst(rows: readonly TokenRow[], now: number): TokenRow[] {
  const rank = (row: TokenRow) => (standingOf(row, now) === "active" ? 0 : 1);
  return rows.toSorted((a, b) => rank(a) - rank(b) || b.createdAt - a.createdAt);
}
