import type { Role } from "@signalbox/api-contract";
import type { LoginCodeRecord } from "./records.ts";
import type { LoginCodeStore } from "./state-store.ts";
import type { StateThread } from "./state-thread.ts";

/** Codes that wait in memory because the disk refused them; beyond it the oldest is dropped. */
const maxInMemory = 100;

/**
 * Login codes, on disk, so that another process can add one. One that the disk refused works from
 * memory until the process ends: a full disk must not keep its operator out.
 */
export function createLoginCodeStore(thread: StateThread): LoginCodeStore {
  const refused = new Map<string, LoginCodeRecord>();

  const keep = (record: LoginCodeRecord) => {
    const [oldest] = refused.keys();
    if (refused.size >= maxInMemory && oldest !== undefined) refused.delete(oldest);
    refused.set(record.hash, record);
  };

  return {
    async create(record) {
      await thread.call("codes.create", record).catch(() => {
        keep(record);
      });
    },
    async redeem(hash, now) {
      const kept = refused.get(hash);
      if (kept !== undefined) {
        refused.delete(hash);
        return kept.expiresAt <= now ? null : { role: kept.role, tokenId: kept.tokenId };
      }
      const found = await thread.call("codes.redeem", { hash, now });
      // Only roles are ever written there.
      return found === null ? null : { role: found.role as Role, tokenId: found.tokenId };
    },
  };
}
