import type { TokenRecord } from "./records.ts";
import { StateError } from "./state-error.ts";
import type { StateThread } from "./state-thread.ts";
import type { TokenStore } from "./state-store.ts";

const maxTokens = 10_000;
const touchEveryMs = 60_000;

/** The tokens in memory, kept in step with the disk. */
export function createTokenStore(
  thread: StateThread,
  records: readonly TokenRecord[],
  dropSessions: (tokenId: string) => void,
): TokenStore {
  const byId = new Map(records.map((record) => [record.id, record]));

  return {
    all: () => [...byId.values()],
    get: (id) => byId.get(id),
    async insert(record) {
      const dropped = byId.size < maxTokens ? null : longestRevoked(byId.values());
      if (dropped !== null) {
        byId.delete(dropped);
        await thread.call("tokens.remove", dropped);
      }
      await thread.call("tokens.put", record);
      byId.set(record.id, record);
    },
    async replace(record) {
      byId.set(record.id, record);
      await thread.call("tokens.put", record);
    },
    async remove(id) {
      byId.delete(id);
      dropSessions(id);
      await thread.call("tokens.remove", id);
    },
    async revoke(id, at) {
      const record = byId.get(id);
      if (record === undefined || record.revokedAt !== null) return false;
      byId.set(id, { ...record, revokedAt: at });
      dropSessions(id);
      await thread.call("tokens.revoke", { id, at });
      return true;
    },
    touch(id, at) {
      const record = byId.get(id);
      if (record === undefined) return;
      if (record.lastUsedAt !== null && Math.abs(at - record.lastUsedAt) < touchEveryMs) return;
      byId.set(id, { ...record, lastUsedAt: at });
      // A lost last use harms nobody, and a disk in trouble shows in the status.
      thread.call("tokens.touch", { id, at }).catch(() => {});
    },
  };
}

function longestRevoked(records: Iterable<TokenRecord>): string {
  let oldest: { id: string; revokedAt: number } | null = null;
  for (const { id, revokedAt } of records) {
    if (revokedAt !== null && (oldest === null || revokedAt < oldest.revokedAt))
      oldest = { id, revokedAt };
  }
  if (oldest !== null) return oldest.id;
  const message = `There are ${maxTokens} tokens already, none of them revoked. Revoke some that nobody uses.`;
  throw new StateError("overloaded", message);
}
