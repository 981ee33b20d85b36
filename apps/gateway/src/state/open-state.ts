import { resolve } from "node:path";
import { createBrowserSessionStore } from "./browser-session-store.ts";
import { createLoginCodeStore } from "./login-code-store.ts";
import type { StateStore } from "./state-store.ts";
import { StateThread } from "./state-thread.ts";
import { createTokenStore } from "./token-store.ts";
import { createWebhookJobStore } from "./webhook-job-store.ts";

export interface OpenStateOptions {
  /** Made where there is none. */
  readonly dataDir: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Opens the data directory's state.db and takes the directory for this process.
 * @throws {StateError} `locked`, `corrupt`, `newer`, `unreadable` or `sqlite_too_old`. On a disk that
 * takes no writes it opens all the same: then every write rejects, and the status says so.
 */
export async function openState({ dataDir, now }: OpenStateOptions): Promise<StateStore> {
  const thread = new StateThread({ dataDir: resolve(dataDir), startedAt: now() });
  const ready = await thread.opened();
  const sessions = createBrowserSessionStore(thread, ready.sessions);
  const close = () => thread.close();
  return {
    tokens: createTokenStore(thread, ready.tokens, sessions.forgetToken),
    browserSessions: sessions.store,
    loginCodes: createLoginCodeStore(thread),
    conversations: {
      load: (key, maxLength) => thread.call("conversations.load", { key, maxLength }),
      append: (key, messages, at, isNamed = true) =>
        thread.call("conversations.append", { key, messages, at, isNamed }),
      prune: (bounds) => thread.call("conversations.prune", bounds),
      list: (limit) => thread.call("conversations.list", limit),
      rows: (keys) => thread.call("conversations.rows", keys),
      find: (sessionId) => thread.call("conversations.find", sessionId),
    },
    pauses: {
      all: () => thread.call("pauses.all", undefined),
      put: (record) => thread.call("pauses.put", record),
      remove: (kind, key) => thread.call("pauses.remove", { kind, key }),
    },
    audit: {
      append: (record) => thread.call("audit.append", record),
      list: (query) => thread.call("audit.list", query),
      verify: (from, limit) => thread.call("audit.verify", { from, limit }),
    },
    approvals: {
      all: () => thread.call("approvals.all", undefined),
      put: (records) => thread.call("approvals.put", records),
    },
    webhookJobs: createWebhookJobStore(thread),
    runs: {
      claim: (run, since) => thread.call("runs.claim", { run, since }),
      put: (run) => thread.call("runs.put", run),
      remove: (key) => thread.call("runs.remove", key),
      get: (key) => thread.call("runs.get", key),
      prune: (bounds) => thread.call("runs.prune", bounds),
    },
    spend: {
      load: (scope) => thread.call("spend.load", scope),
      prune: (scope) => thread.call("spend.prune", scope),
      put: (records) => thread.call("spend.put", records),
    },
    meta: {
      get: (key) => thread.call("meta.get", key),
      set: (key, value) => thread.call("meta.set", { key, value }),
    },
    status: () => thread.status(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
