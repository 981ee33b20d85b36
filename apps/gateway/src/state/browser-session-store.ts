import { maxBrowserSessions } from "./bounds.ts";
import type { BrowserSessionRecord } from "./records.ts";
import type { BrowserSessionStore } from "./state-store.ts";
import type { StateThread } from "./state-thread.ts";

export interface BrowserSessionMemory {
  readonly store: BrowserSessionStore;
  /** Forgets a token's sessions where the disk forgets them by itself. */
  readonly forgetToken: (tokenId: string) => void;
}

/** The browser sessions in memory, kept in step with the disk. */
export function createBrowserSessionStore(
  thread: StateThread,
  records: readonly BrowserSessionRecord[],
): BrowserSessionMemory {
  const byHash = new Map(records.map((record) => [record.idHash, record]));

  const forgetToken = (tokenId: string) => {
    for (const record of byHash.values()) {
      if (record.tokenId === tokenId) byHash.delete(record.idHash);
    }
  };
  const makeRoom = (now: number) => {
    for (const record of byHash.values()) {
      if (record.expiresAt <= now) byHash.delete(record.idHash);
    }
    // A Map keeps the order of insertion, which is the order of age.
    for (const idHash of byHash.keys()) {
      if (byHash.size < maxBrowserSessions) break;
      byHash.delete(idHash);
    }
  };
  const store: BrowserSessionStore = {
    all: () => [...byHash.values()],
    get: (idHash) => byHash.get(idHash),
    async create(record) {
      if (byHash.size >= maxBrowserSessions) makeRoom(record.createdAt);
      byHash.set(record.idHash, record);
      await thread.call("sessions.create", record);
    },
    async delete(idHash) {
      if (!byHash.delete(idHash)) return;
      await thread.call("sessions.delete", idHash);
    },
    async deleteOfToken(tokenId) {
      forgetToken(tokenId);
      await thread.call("sessions.deleteOfToken", tokenId);
    },
  };
  return { store, forgetToken };
}
